/** What scripts say, in the page's language: data attributes of #words (resident/site.html). */
export function word(name: string): string {
  return document.getElementById("words")?.dataset[name] ?? "";
}

let bar: HTMLElement | undefined;

/** Says something at the foot of the screen, with a button if given; an empty text takes it away. */
export function say(text: string, button = "", press?: () => void): void {
  bar?.remove();
  bar = undefined;
  if (!text) return;
  bar = document.createElement("div");
  bar.className = "sending";
  bar.setAttribute("role", "status");
  bar.append(text);
  if (press) {
    const knob = document.createElement("button");
    knob.type = "button";
    knob.className = "btn";
    knob.textContent = button;
    knob.addEventListener("click", press);
    bar.append(knob);
  }
  document.body.append(bar);
}
