// Files for a check may come one after another: what is dropped is added to what is chosen already. Without
// this script the plain field takes several files at once.

const form = document.querySelector("[data-drop-form]");
const input = form?.querySelector("input[type=file]");
const list = form?.querySelector("[data-drop-names]");

function tell() {
  list.textContent = "";
  for (const file of input.files) {
    const line = document.createElement("li");
    line.textContent = file.name;
    list.append(line);
  }
}

function add(files) {
  const all = new DataTransfer();
  for (const file of [...input.files, ...files]) all.items.add(file);
  input.files = all.files;
  tell();
}

if (form) {
  for (const name of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.querySelector("[data-drop]").toggleAttribute("data-over", name === "dragover");
      if (name === "drop") add(event.dataTransfer.files);
    });
  }
}
