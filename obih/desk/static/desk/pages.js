// Small behaviours of the desk: printing, dropping files. It imports nothing: names of gathered files differ.

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
