/** What the desk does beyond plain pages. Each piece works on what the page declares by data-… and leaves pages without it alone. */
import "./desk.css";
import { bulk } from "./bulk";
import { filters } from "./filters";
import { focusFirst, forms } from "./forms";
import { help } from "./help";
import { list } from "./list";
import { pickers } from "./picker";
import { push } from "./push";
import { sequences } from "./sequences";
import { take } from "./take";
import { walk } from "./walk";

export function desk(page: Document): void {
  sequences(page);
  help(page);
  list(page);
  bulk(page);
  filters(page);
  forms(page);
  walk(page);
  pickers(page);
  push(page);
  take(page);
  // A corner that htmx has brought gets the same.
  page.addEventListener("htmx:load", (event) => {
    pickers(event.target as HTMLElement);
    focusFirst(event.target as HTMLElement);
  });
  focusFirst(page);
}
