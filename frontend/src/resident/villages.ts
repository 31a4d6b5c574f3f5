/** One long list of villages becomes two short ones: township, then village. The village's box stays the form's field. */
export function villagePicker(root: ParentNode): void {
  const frame = root.querySelector<HTMLElement>("[data-villages]");
  const field = frame?.querySelector("select");
  const label = frame?.querySelector("label");
  if (!frame || !field || !label) return;
  const groups = [...field.querySelectorAll("optgroup")].map((group) => ({ name: group.label, options: [...group.querySelectorAll("option")] }));
  const chosen = field.value;
  // Beside the township's own name, its first line need not repeat it.
  for (const { options } of groups) if (options[0]) options[0].textContent = frame.dataset["unknown"]!;
  const townships = document.createElement("select");
  townships.className = field.className;
  townships.id = `${field.id}_township`;
  townships.append(new Option(frame.dataset["choose"], ""), ...groups.map((group, at) => new Option(group.name, String(at))));

  const villageBox = document.createElement("div");
  const villageLabel = document.createElement("label");
  villageBox.className = "village-box";
  villageLabel.className = "field-label";
  villageLabel.htmlFor = field.id;
  villageLabel.textContent = frame.dataset["village"]!;
  label.htmlFor = townships.id;
  const hint = field.getAttribute("aria-describedby");
  if (hint) townships.setAttribute("aria-describedby", hint);
  field.removeAttribute("aria-describedby");
  field.before(townships, villageBox);
  villageBox.append(villageLabel, field);

  const update = (value = ""): void => {
    const group = groups[Number(townships.value)];
    const open = townships.value !== "" && group !== undefined;
    villageBox.hidden = !open;
    field.replaceChildren(...(open ? group.options : [new Option("", "")]));
    field.value = value || (open ? (group.options[0]?.value ?? "") : "");
  };
  const at = groups.findIndex((group) => group.options.some((option) => option.value === chosen));
  townships.value = at < 0 ? "" : String(at);
  update(at < 0 ? "" : chosen);
  townships.addEventListener("change", () => update());
  // What was kept on the phone is put in after this: find its township.
  field.addEventListener("wobangni:restore", (event) => {
    const code = (event as CustomEvent<string>).detail;
    const found = groups.findIndex((group) => group.options.some((option) => option.value === code));
    if (found < 0) return;
    townships.value = String(found);
    update(code);
  });
}
