import "./console.css";
import htmx from "htmx.org";
import { desk } from "./desk";
import { gridMap } from "./grid-map";
import { hotline } from "./hotline";
import { shortcuts } from "./shortcuts";
import "./admin.css";
import "./hot.css";
import "./today.css";
import "./notices.css";
import "./answers.css";
import "./linkage.css";
import "./grids.css";
import "./hotline.css";

// CSP: no styles written into the page, nothing evaluated, no scripts from fragments.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
// A refused form comes back with 4xx and its errors: it belongs into the page like any answer.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "(400|401|403|404|409|413|422|429)", swap: true, error: false },
  { code: "...", swap: false, error: true },
];

hotline(document); // before desk: its keys are the more special ones
desk(document);
shortcuts(document);
gridMap(document);
