// A resolution while it is typed: points, phrases on digits, words that name no result.

const form = document.querySelector("[data-resolution]");
const stems = JSON.parse(document.getElementById("vague-stems")?.textContent || "[]");
const word = "[\\p{L}’ʼ']*";
const vague = stems.length
  ? new RegExp(`(?<!\\p{L})(?:${stems.map((each) => each.join(`${word}\\s+`) + word).join("|")})`, "giu") : null;
let last = null;

function mark(area) {
  const place = area.closest("[data-point]")?.querySelector("[data-vague]");
  if (!place || !vague) return;
  const found = [...new Set(area.value.match(vague) || [])];
  place.textContent = "";
  if (!found.length) return;
  place.append("Не називає результату: ");
  found.forEach((each, index) => {
    const marked = document.createElement("mark");
    marked.textContent = each;
    place.append(index ? ", " : "", marked);
  });
  place.append(". Напишіть, що саме має бути зроблено.");
}

const points = () => [...form.querySelectorAll("[data-point]")];

function another() {
  const used = [...form.elements].map((each) => Number(/^points-(\d+)-/.exec(each.name)?.[1] ?? -1));
  const next = document.createElement("template");
  const made = form.querySelector("[data-point-blank]").innerHTML;
  next.innerHTML = made.replaceAll("__p__", Math.max(...used) + 1).replaceAll("__k__", points().length + 1);
  form.querySelector("[data-point-blank]").before(next.content);
  const point = points().at(-1);
  point.querySelector("[data-executors] select").dispatchEvent(new Event("change", { bubbles: true }));
  point.querySelector("[role=combobox]").focus();
}

function phrase(button) {
  const empty = points().find((each) => !each.querySelector("[data-point-text]").value.trim());
  const point = last?.isConnected ? last : empty || points().at(-1);
  const area = point.querySelector("[data-point-text]");
  area.value = button.dataset.phrase;
  mark(area);
  const day = point.querySelector("[name$='-due_on']");
  if (button.dataset.on && day) {
    day.value = button.dataset.on;
    day.dispatchEvent(new Event("input", { bubbles: true }));
  }
  point.querySelector("[name$='-on_control']").checked = Boolean(button.dataset.control);
  const box = point.querySelector("[role=combobox]");
  (box.value.trim() ? area : box).focus();
}

function whose() {
  const how = form.querySelector("[name=how]:checked");
  const other = form.querySelector("[data-for-other]");
  if (!how || !other) return;
  other.hidden = how.value === "own";
  other.querySelector("[name=dated_on]").closest(".field").hidden = !["paper", "oral"].includes(how.value);
}

if (form) {
  for (const name of ["input", "change"]) {
    form.addEventListener(name, (event) => {
      if (event.target.matches("[data-point-text]")) mark(event.target);
      if (event.target.name === "how") whose();
    });
  }
  form.addEventListener("focusin", (event) => { last = event.target.closest("[data-point]") || last; });
  form.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-phrase]");
    const more = event.target.closest("[data-one-more]");
    if (!chosen && !more) return;
    event.preventDefault();
    if (chosen) phrase(chosen);
    else another();
  });
  whose();
}
