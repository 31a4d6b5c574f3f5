import { smaller } from "../resident/photos";
import { say, word } from "../resident/words";
import { all, put, remove, type Waiting } from "./waiting";

const AGAIN_MS = 20_000;

type Outcome = { next: string } | { refused: string } | { lost: true } | { fault: true } | { signedOut: true };

function box(): HTMLElement | null {
  return document.getElementById("outbox");
}

/** Forms whose content is put on the phone first and sent then: with signal at once, without it later. */
export function outboxForms(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-outbox]")) {
    let busy = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (busy || !form.reportValidity()) return;
      busy = true;
      void submit(form).finally(() => {
        busy = false;
      });
    });
  }
}

async function submit(form: HTMLFormElement): Promise<void> {
  say(word("sending"));
  const one = await written(form);
  try {
    await put(one);
  } catch {
    say("");
    trouble(form, box()?.dataset["full"] ?? "");
    form.submit(); // the plain way, without a net below it
    return;
  }
  const outcome = await sendOne(one);
  say("");
  if ("next" in outcome) {
    form.dispatchEvent(new Event("wobangni:sent"));
    await remove(one.key);
    location.assign(outcome.next);
  } else if ("refused" in outcome) {
    await remove(one.key); // it is still in the form, where it can be put right
    trouble(form, outcome.refused);
  } else {
    form.dispatchEvent(new Event("wobangni:sent"));
    form.reset();
    const key = form.querySelector<HTMLInputElement>("[name=key]");
    if (key) key.value = freshKey();
    form.querySelector<HTMLElement>("[data-map-clear]")?.click();
    say("fault" in outcome ? word("fault") : word("lost"));
    window.setTimeout(() => say(""), 6_000);
    await draw("signedOut" in outcome);
    box()?.scrollIntoView({ block: "start" });
    later();
  }
}

async function written(form: HTMLFormElement): Promise<Waiting> {
  const fields: [string, string][] = [];
  const photos: Waiting["photos"] = [];
  for (const [name, value] of new FormData(form).entries()) {
    if (value instanceof File) {
      if (value.size) photos.push({ name: value.name, blob: await smaller(value, false) });
    } else if (name !== "csrfmiddlewaretoken") fields.push([name, value]);
  }
  const key = fields.find(([name]) => name === "key")?.[1] ?? freshKey();
  const words = form.querySelector("textarea")?.value.trim().slice(0, 60) ?? "";
  const title = form.dataset["title"] ?? "";
  return {
    key,
    owner: box()?.dataset["person"] ?? "",
    url: new URL(form.action).pathname,
    title: [title, words || document.querySelector("h1")?.textContent || ""].filter(Boolean).join(": "),
    fields,
    photos,
    at: Date.now(),
  };
}

function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Asks first who is signed in: the token of a page that was kept is old, and nobody sends what another person wrote. */
async function line(): Promise<{ person: string; token: string } | "lost" | "signedOut"> {
  try {
    const response = await fetch(box()!.dataset["line"]!, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (response.redirected || response.status === 401 || response.status === 403) return "signedOut";
    return response.ok ? ((await response.json()) as { person: string; token: string }) : "lost";
  } catch {
    return "lost";
  }
}

async function sendOne(one: Waiting): Promise<Outcome> {
  const here = await line();
  if (here === "lost") return { lost: true };
  if (here === "signedOut" || here.person !== one.owner) return { signedOut: true };
  const body = new FormData();
  body.append("csrfmiddlewaretoken", here.token);
  for (const [name, value] of one.fields) body.append(name, value);
  for (const { name, blob } of one.photos) body.append("photos", blob, name);
  let response: Response;
  try {
    response = await fetch(one.url, { method: "POST", body, headers: { "X-Sent-By": "script" }, credentials: "same-origin" });
  } catch {
    return { lost: true };
  }
  if (response.status >= 500 || response.status === 429) return { fault: true };
  if (response.redirected) return { signedOut: true };
  const told = (await response.json().catch(() => ({}))) as { next?: string; message?: string };
  if (response.ok && told.next) return { next: told.next };
  return { refused: told.message ?? word("fault") };
}

let running = false;
let timer = 0;

/** Sends what waits, one after the other; stops where the line is lost, goes on past what was refused. */
export async function sendWaiting(): Promise<void> {
  if (running || !box()) return;
  running = true;
  let signedOut = false;
  try {
    for (const one of await all()) {
      if (one.trouble || one.owner !== box()!.dataset["person"]) continue;
      const outcome = await sendOne(one);
      if ("next" in outcome) await remove(one.key);
      else if ("refused" in outcome) await put({ ...one, trouble: outcome.refused });
      else {
        signedOut = "signedOut" in outcome;
        later();
        break;
      }
    }
  } finally {
    running = false;
  }
  await draw(signedOut);
}

function later(): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => void sendWaiting(), AGAIN_MS);
}

function make(tag: string, css: string, text = ""): HTMLElement {
  const found = document.createElement(tag);
  if (css) found.className = css;
  found.textContent = text;
  return found;
}

/** The list of what waits, with what stands in its way. */
async function draw(signedOut: boolean): Promise<void> {
  const home = box();
  if (!home) return;
  const waiting = await all();
  home.replaceChildren();
  home.hidden = waiting.length === 0;
  if (!waiting.length) return;
  const said = home.dataset;
  home.append(make("h2", "", `${said["title"]} (${waiting.length})`));
  if (signedOut) {
    const note = make("p", "", said["signedOut"]! + " ");
    const link = make("a", "", said["signInWord"]) as HTMLAnchorElement;
    link.href = said["signIn"]!;
    note.append(link);
    home.append(note);
  }
  const list = make("ul", "waiting");
  for (const one of waiting) list.append(row(one, said));
  home.append(list);
}

function row(one: Waiting, said: DOMStringMap): HTMLElement {
  const item = make("li", "");
  item.append(make("strong", "", one.title));
  const photos = one.photos.length ? ` · ${one.photos.length} ${said["photos"]}` : "";
  const mine = one.owner === said["person"];
  const state = one.trouble ? `${said["refused"]} ${one.trouble}` : mine ? said["waits"]! : said["others"]!;
  item.append(make("p", one.trouble ? "field-error" : "soft", state + photos));
  if (!mine) return item;
  const acts = make("div", "row");
  const again = make("button", "btn", said["again"]) as HTMLButtonElement;
  again.type = "button";
  again.addEventListener("click", () => {
    const { trouble: _gone, ...clean } = one;
    void put(clean).then(() => sendWaiting());
  });
  const drop = make("button", "btn btn-quiet", said["drop"]) as HTMLButtonElement;
  drop.type = "button";
  drop.addEventListener("click", () => {
    if (drop.textContent === said["sure"]) void remove(one.key).then(() => draw(false));
    else drop.textContent = said["sure"]!;
  });
  acts.append(again, drop);
  item.append(acts);
  return item;
}

function trouble(form: HTMLFormElement, text: string): void {
  form.querySelector(".note-stop")?.remove();
  const note = make("div", "note note-stop", text);
  note.setAttribute("role", "alert");
  note.tabIndex = -1;
  form.prepend(note);
  note.focus();
}
