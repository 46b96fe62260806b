// Small behaviours of the desk: printing, copying an address, dropping files. It imports nothing: names of gathered files differ.

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) print();
});

const box = (event) => event.target.closest?.("[data-drop-form] [data-drop]");

for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const place = box(event);
    if (!place || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    place.toggleAttribute("data-over", name === "dragover");
    if (name === "drop") place.querySelector("input[type=file]").files = event.dataTransfer.files;
  });
}

// Copying: the button shows itself only where a browser can do it; the address stands in a field anyway.
for (const button of document.querySelectorAll("[data-copies]")) button.hidden = !navigator.clipboard;
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copies]");
  if (!button) return;
  const field = document.querySelector(button.dataset.copies);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.parentElement.querySelector("[data-copy-says]").textContent = button.dataset.copied;
});
