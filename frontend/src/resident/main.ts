import "./resident.css";
