// Registration: scans go up at once, the fold remembers being open, the number is copied, the next card waits.

const scan = () => document.getElementById("scan");
const form = () => document.getElementById("registration");
const token = () => document.body.dataset.csrf || "";
const says = () => document.getElementById("says");

/** Send files to the half-filled card; the answer is the left half anew. */
async function upload(files) {
  const place = scan();
  const body = new FormData();
  for (const file of files) body.append("files", file);
  body.append("journal", form().elements.journal.value);
  body.append("role", document.getElementById("scan-role")?.value || "");
  const drop = place.querySelector("[data-drop] p");
  if (drop) drop.textContent = "Завантажуємо…";
  const headers = { "X-CSRFToken": token(), "HX-Request": "true", "X-Requested-With": "obih" };
  let answer;
  try {
    answer = await fetch(place.dataset.upload, { method: "POST", body, headers, credentials: "same-origin" });
  } catch {
    if (drop) drop.textContent = "Немає зв’язку: файл не надіслано. Спробуйте ще раз, картка на місці.";
    return;
  }
  const html = await answer.text();
  if (answer.ok) {
    place.innerHTML = html;
    window.htmx.process(place);
    says().textContent = "";
    form().dispatchEvent(new Event("change", { bubbles: true }));
  } else {
    if (drop) drop.textContent = "Файл не прийнято. Виберіть інший.";
    if (answer.headers.get("HX-Retarget") === "#says") says().innerHTML = html;
    else if (drop) drop.textContent = answer.status === 413 ? "Файл завеликий: розділіть скан на частини." : "Не вийшло надіслати файл. Картка на місці, спробуйте ще раз.";
  }
}

document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-scan-input]") || !input.files.length) return;
  event.stopPropagation();
  upload([...input.files]);
  input.value = "";
});

for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const place = event.target.closest?.("#scan");
    if (!place || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    place.toggleAttribute("data-over", name === "dragover");
    if (name === "drop") upload([...event.dataTransfer.files]);
  });
}

document.addEventListener("click", (event) => {
  const step = event.target.closest?.("[data-scan-step]");
  const zoom = event.target.closest?.("[data-scan-zoom]");
  const body = scan()?.querySelector("[data-scan-body]");
  if (!body || !(step || zoom)) return;
  if (zoom) return body.toggleAttribute("data-zoomed");
  const pages = [...body.querySelectorAll("img")];
  const top = body.getBoundingClientRect().top;
  const now = pages.findIndex((page) => page.getBoundingClientRect().bottom > top + 40);
  pages[Math.max(0, Math.min(pages.length - 1, now + Number(step.dataset.scanStep)))]?.scrollIntoView({ block: "start" });
});

document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.("[data-fold]")) return;
  const secure = location.protocol === "https:" ? ";secure" : "";
  document.cookie = `fold=${event.target.open ? "open" : "shut"};path=/;max-age=34560000;samesite=lax${secure}`;
}, true);

/** Addressees: as soon as the last row is filled an empty one follows; ways of sending show from two on. */
function follow(place) {
  const rows = [...place.querySelectorAll("[data-row]")];
  const filled = rows.filter((row) => [...row.querySelectorAll("input")].some((one) => one.value.trim()));
  for (const row of rows) row.toggleAttribute("data-blank", !filled.includes(row));
  const chosen = [...place.querySelectorAll("select")].some((one) => one.value);
  place.toggleAttribute("data-one", filled.length < 2 && !chosen);
  if (filled.length < rows.length) return;
  const blank = place.querySelector("[data-row-blank]");
  const next = document.createElement("template");
  next.innerHTML = blank.innerHTML.replaceAll("__n__", rows.length).replaceAll("__m__", rows.length + 1);
  blank.before(next.content);
}

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const place = event.target.closest?.("[data-rows]");
    if (place) follow(place);
  });
}

/** After a number was given: copy it and begin the next card. */
async function begin() {
  const bar = document.querySelector("[data-done]");
  if (!bar || "told" in bar.dataset) return;
  bar.dataset.told = "";
  const first = document.querySelector("#registration [data-first]");
  if (first && !first.value) first.focus();
  try {
    await navigator.clipboard.writeText(bar.dataset.done);
    bar.querySelector("[data-copied]").append(" Номер скопійовано.");
  } catch {
    // Without a secure connection the browser gives no clipboard: then nothing is promised.
  }
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt?.id === "page" || event.detail.target?.id === "page") setTimeout(begin);
});
begin();
