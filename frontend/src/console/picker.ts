/**
 * A `select[data-picker]` becomes a box to type in, with what fits below it (ARIA combobox). The select stays in the form and holds the value.
 * With `data-find` the server says which values fit (it knows pinyin and the catalogue's words); otherwise those whose words contain what is typed.
 */
let number = 0;
const SHOWN = 60;

export function pickers(within: Document | HTMLElement): void {
  const found = [...within.querySelectorAll<HTMLSelectElement>("select[data-picker]")];
  if (within instanceof HTMLSelectElement && "picker" in within.dataset) found.push(within);
  for (const select of found) new Picker(select);
}

class Picker {
  private readonly box = document.createElement("input");
  private readonly menu = document.createElement("ul");
  private readonly options: { value: string; text: string; group: string }[];
  private shown: string[] = [];
  private at = -1;
  private asked = 0;

  constructor(private readonly select: HTMLSelectElement) {
    delete select.dataset.picker;
    this.options = [...select.options].map((option) => ({
      value: option.value,
      text: option.text,
      group: option.parentElement instanceof HTMLOptGroupElement ? option.parentElement.label : "",
    }));
    const id = `picker-${++number}`;
    this.menu.id = id;
    this.menu.className = "picker-menu";
    this.menu.hidden = true;
    this.menu.setAttribute("role", "listbox");
    Object.assign(this.box, { type: "text", autocomplete: "off", className: "form-control picker-box", value: this.chosen(), placeholder: this.empty() });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" })) {
      this.box.setAttribute(name, value);
    }
    for (const name of ["aria-describedby", "aria-invalid"]) {
      const value = select.getAttribute(name);
      if (value) this.box.setAttribute(name, value);
    }
    if (select.classList.contains("is-wrong")) this.box.classList.add("is-wrong");
    if (select.required) this.box.required = true;
    if (select.autofocus) this.box.autofocus = true;
    // The label leads to the box now; error links keep finding the field by its id.
    this.box.id = select.id;
    select.id = `${id}-value`;
    if (!document.querySelector(`label[for="${CSS.escape(this.box.id)}"]`)) {
      this.box.setAttribute("aria-label", select.getAttribute("aria-label") ?? this.empty());
    }
    this.menu.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(this.box.id)}"]`)?.textContent?.trim() ?? this.empty());
    select.hidden = true;
    select.required = false;
    select.tabIndex = -1;
    const frame = document.createElement("div");
    frame.className = "picker";
    select.before(frame);
    frame.append(this.box, this.menu, select);
    this.listen();
  }

  private chosen(): string {
    const option = this.select.selectedOptions[0];
    return option?.value ? option.text : "";
  }

  private empty(): string {
    return this.options.find((option) => !option.value)?.text ?? "";
  }

  private listen(): void {
    this.box.addEventListener("focus", () => this.box.select());
    this.box.addEventListener("click", () => this.open());
    this.box.addEventListener("input", () => void this.find());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => this.leave());
    this.menu.addEventListener("pointerdown", (event) => event.preventDefault());
    this.menu.addEventListener("click", (event) => {
      const item = (event.target as HTMLElement).closest<HTMLElement>("[data-value]");
      if (item) this.choose(item.dataset.value ?? "");
    });
    // Chosen by something else on the page, a suggestion that was taken.
    this.select.addEventListener("change", () => (this.box.value = this.chosen()));
    this.select.form?.addEventListener("reset", () => setTimeout(() => (this.box.value = this.chosen())));
  }

  private open(): void {
    this.draw(this.options.filter((option) => option.value).map((option) => option.value));
  }

  private async find(): Promise<void> {
    const typed = this.box.value.trim();
    if (!typed) {
      this.set("");
      return this.open();
    }
    const plain = typed.toLowerCase();
    const here = this.options.filter((o) => o.value && `${o.text} ${o.group}`.toLowerCase().includes(plain)).map((o) => o.value);
    this.draw(here);
    const url = this.select.dataset.find;
    if (!url) return;
    const mine = ++this.asked;
    await new Promise((resolve) => setTimeout(resolve, 120));
    if (mine !== this.asked) return; // typing went on
    try {
      const answer = await fetch(`${url}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
      const values = answer.ok ? ((await answer.json()) as { values: string[] }).values : here;
      if (mine === this.asked && document.activeElement === this.box) this.draw(values.length ? values : here);
    } catch {
      // No signal: what the page knows itself is shown already.
    }
  }

  private draw(values: string[]): void {
    const fitting = values.flatMap((value) => this.options.find((option) => option.value === value) ?? []).slice(0, SHOWN);
    this.shown = fitting.map((option) => option.value);
    let group = "";
    this.menu.replaceChildren(
      ...fitting.flatMap((option, index) => {
        const item = document.createElement("li");
        item.id = `${this.menu.id}-${index}`;
        item.setAttribute("role", "option");
        item.dataset.value = option.value;
        item.textContent = option.text;
        if (option.value === this.select.value) item.classList.add("chosen");
        if (option.group && option.group !== group) {
          group = option.group;
          const head = document.createElement("li");
          head.className = "picker-group";
          head.setAttribute("role", "presentation");
          head.textContent = group;
          return [head, item];
        }
        return [item];
      }),
    );
    this.menu.hidden = fitting.length === 0;
    this.box.setAttribute("aria-expanded", String(!this.menu.hidden));
    this.mark(this.box.value.trim() && fitting.length ? 0 : this.shown.indexOf(this.select.value));
  }

  private mark(index: number): void {
    this.at = index;
    this.menu.querySelectorAll("[role=option]").forEach((item, n) => {
      item.setAttribute("aria-selected", String(n === index));
      if (n === index) item.scrollIntoView({ block: "nearest" });
    });
    if (index >= 0) this.box.setAttribute("aria-activedescendant", `${this.menu.id}-${index}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.menu.hidden) return this.open();
      this.mark(Math.max(0, Math.min(this.shown.length - 1, this.at + step)));
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !this.menu.hidden) {
      event.preventDefault();
      if (this.at >= 0) this.choose(this.shown[this.at] ?? "");
    } else if (event.key === "Escape" && !this.menu.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.box.value = this.chosen();
      this.close();
    } else if (event.key === "Tab" && !this.menu.hidden && this.at >= 0 && this.box.value.trim()) {
      this.choose(this.shown[this.at] ?? "");
    }
  }

  private choose(value: string): void {
    this.set(value);
    this.box.value = this.chosen();
    this.close();
  }

  private set(value: string): void {
    if (this.select.value === value) return;
    this.select.value = value;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** What is typed but fits nothing is no choice: the last choice stands again. */
  private leave(): void {
    this.asked++;
    this.box.value = this.chosen();
    this.close();
  }

  private close(): void {
    this.menu.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }
}
