import { send, show } from "./send";
import { say, word } from "./words";

const MAX_SIDE = 2048;
const QUALITY = 0.85;

/** Photos go up one by one as soon as they are chosen, made smaller on the phone first; a lost line costs only the one under way. */
export function photoForms(root: ParentNode, enliven: (root: ParentNode) => void): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-photos]")) {
    const input = form.querySelector<HTMLInputElement>("input[type=file]");
    input?.addEventListener("change", () => void sendAll(form, [...(input.files ?? [])].slice(0, 9), enliven));
  }
}

async function sendAll(form: HTMLFormElement, files: File[], enliven: (root: ParentNode) => void): Promise<void> {
  const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")!.value;
  const withPlace = form.querySelector<HTMLInputElement>("[name=keep_place]")?.checked ?? false;
  const refused: string[] = [];
  let page = "";
  for (const [at, file] of files.entries()) {
    say(`${form.dataset["sending"]} ${at + 1}/${files.length}`);
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    if (withPlace) body.append("keep_place", "1");
    body.append("photos", await smaller(file, withPlace), file.name);
    let outcome = await send(form.action, body);
    while ("lost" in outcome || "fault" in outcome) {
      await new Promise<void>((resolve) => {
        say(word("lost"), word("again"), resolve);
        window.addEventListener("online", () => resolve(), { once: true });
      });
      say(`${form.dataset["sending"]} ${at + 1}/${files.length}`);
      outcome = await send(form.action, body);
    }
    if ("next" in outcome) return location.assign(outcome.next);
    page = outcome.page;
    refused.push(...problems(page));
  }
  say("");
  if (page) show(page, enliven);
  restoreProblems(refused);
}

/** The photo with at most 2048 pixels a side; as it is when its place is wanted, or when the phone can't do it. */
export async function smaller(file: File, untouched: boolean): Promise<Blob> {
  if (untouched || !file.type.startsWith("image/") || file.type === "image/svg+xml" || !("createImageBitmap" in window)) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, MAX_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const pen = canvas.getContext("2d")!;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return blob ?? file;
  } catch {
    return file; // the server says what is wrong with it
  }
}

function problems(page: string): string[] {
  const fresh = new DOMParser().parseFromString(page, "text/html");
  return [...fresh.querySelectorAll(".error-summary li")].map((line) => line.textContent ?? "");
}

/** The page shown is the last one's; what was refused before it is added to its list. */
function restoreProblems(refused: string[]): void {
  const main = document.querySelector("main");
  const shown = new Set([...(main?.querySelectorAll(".error-summary li") ?? [])].map((line) => line.textContent));
  const missing = refused.filter((text) => !shown.has(text));
  if (!missing.length || !main) return;
  let list = main.querySelector(".error-summary ul");
  if (!list) {
    const summary = document.createElement("div");
    summary.className = "error-summary";
    summary.tabIndex = -1;
    summary.setAttribute("role", "alert");
    list = document.createElement("ul");
    summary.append(list);
    main.querySelector("h1")?.before(summary);
    summary.focus();
  }
  for (const text of missing) {
    const line = document.createElement("li");
    line.textContent = text;
    list.append(line);
  }
}
