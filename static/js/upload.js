// Files of a dossier, each sent on its own: progress, cancel, retry. What is typed elsewhere in the
// page stays; the item that the server answers joins its list. Without this script, the form sends
// the files by itself.

const AT_A_TIME = 2;
const PREVIEW_HEIGHT = 160;
const section = document.querySelector("[data-upload]");

// The identity of a file, kept when it is sent again: the server then knows that it has it.
function uuid4() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// The address of a small copy of a picture, "" for what this browser does not show.
async function previewOf(file) {
  try {
    const bitmap = await createImageBitmap(file, { resizeHeight: PREVIEW_HEIGHT, resizeQuality: "medium" });
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    return canvas.toDataURL("image/jpeg");
  } catch {
    return "";
  }
}

// From the cookie: signing in again in another tab makes the one of this page too old.
function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/);
  return cookie ? cookie[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
}

class Uploads {
  constructor(section) {
    this.address = section.dataset.upload;
    this.form = section.closest("form");
    this.kind = section.querySelector("[name=upload_kind]");
    this.input = section.querySelector("[type=file]");
    this.list = section.querySelector("[data-upload-list]");
    this.status = section.querySelector("[data-upload-status]");
    this.model = section.querySelector("[data-upload-row]");
    this.words = this.model.dataset;
    this.rows = [];
    section.querySelector("[data-upload-without-script]").hidden = true;
    this.input.addEventListener("change", () => this.take(this.input.files));
    // Chosen before this script was there, on a slow line.
    this.take(this.input.files);
    this.listenToDrops(section.querySelector("[data-upload-drop]"));
    window.addEventListener("online", () => this.rows.filter((row) => row.isLost).forEach((row) => row.retry()));
    window.addEventListener("beforeunload", (event) => {
      if (this.rows.some((row) => row.isPending)) event.preventDefault();
    });
  }

  listenToDrops(zone) {
    const mark = (isOver) => zone.classList.toggle("upload-over", isOver);
    zone.addEventListener("dragover", (event) => { event.preventDefault(); mark(true); });
    zone.addEventListener("dragleave", () => mark(false));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      mark(false);
      this.take(event.dataTransfer.files);
    });
  }

  take(files) {
    for (const file of files) this.rows.push(new Row(this, file, this.kind.value));
    // So that the form does not send them once more.
    this.input.value = "";
    this.advance();
  }

  advance() {
    const free = AT_A_TIME - this.rows.filter((row) => row.request).length;
    this.rows.filter((row) => row.isWaiting).slice(0, free).forEach((row) => row.send());
  }

  // The item as the page would show it, at the end of its list, or in the place of the same one.
  show(html, preview) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const item = holder.content.querySelector("fieldset");
    const list = document.getElementById(item.id.split(".")[0]);
    const same = document.getElementById(item.id);
    if (same) return;
    const items = list.querySelectorAll(":scope > fieldset");
    const before = items.length ? items[items.length - 1] : list.querySelector(".dossier-empty");
    const file = item.querySelector(".dossier-file");
    // Until the antivirus has read it, the server does not show it.
    if (preview && file && !file.querySelector("img")) {
      const picture = new Image();
      Object.assign(picture, { className: "dossier-file__picture", alt: "", src: preview });
      file.prepend(picture);
    }
    before.after(item);
    list.querySelector(".dossier-empty")?.remove();
    item.dispatchEvent(new CustomEvent("dossier:item", { bubbles: true }));
  }

  tell(text) {
    this.status.textContent = text;
  }
}

class Row {
  constructor(uploads, file, kind) {
    Object.assign(this, { uploads, file, kind, uuid: uuid4(), request: null, isWaiting: true, isLost: false });
    this.element = uploads.model.content.firstElementChild.cloneNode(true);
    this.element.querySelector(".upload-row__name").textContent = file.name;
    this.bar = this.element.querySelector("progress");
    this.bar.setAttribute("aria-label", file.name);
    this.state = this.element.querySelector(".upload-row__state");
    this.retryButton = this.element.querySelector("[data-upload-retry]");
    this.cancelButton = this.element.querySelector("[data-upload-cancel]");
    for (const hidden of this.element.querySelectorAll(".fr-sr-only")) hidden.textContent = ` ${file.name}`;
    this.retryButton.addEventListener("click", () => this.retry());
    this.cancelButton.addEventListener("click", () => this.cancel());
    this.write(uploads.words.waiting);
    uploads.list.append(this.element);
    this.preview = "";
    this.showPreview();
  }

  async showPreview() {
    this.preview = await previewOf(this.file);
    if (!this.preview) return;
    const picture = this.element.querySelector(".upload-row__picture");
    Object.assign(picture, { src: this.preview, hidden: false });
  }

  get isPending() {
    return this.isWaiting || this.request !== null;
  }

  write(text) {
    this.state.textContent = text;
  }

  send() {
    const data = new FormData();
    data.append("person", this.uploads.form.elements.person.value);
    data.append("upload", this.uuid);
    data.append("upload_kind", this.kind);
    data.append("file", this.file);
    const request = new XMLHttpRequest();
    Object.assign(this, { request, isWaiting: false, isLost: false });
    request.upload.addEventListener("progress", (event) => {
      this.bar.value = Math.floor((100 * event.loaded) / Math.max(event.total, 1));
    });
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.fail(this.uploads.words.lost, true));
    request.open("POST", this.uploads.address);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    this.write(this.uploads.words.sending);
    request.send(data);
  }

  answered(request) {
    const type = request.getResponseHeader("Content-Type") || "";
    if (request.status === 201) {
      this.uploads.show(request.responseText, this.preview);
      this.uploads.tell(`${this.file.name} : ${this.uploads.words.received}`);
      this.leave();
    } else if (type.startsWith("text/plain")) {
      this.fail(request.responseText);
    } else {
      this.fail(request.status === 403 ? this.uploads.words.session : this.uploads.words.unknown);
    }
  }

  fail(sentence, isLost = false) {
    Object.assign(this, { request: null, isLost });
    this.bar.value = 0;
    this.element.classList.add("upload-row--failed");
    this.write(sentence);
    this.uploads.tell(sentence);
    this.retryButton.hidden = false;
    this.uploads.advance();
  }

  retry() {
    this.element.classList.remove("upload-row--failed");
    Object.assign(this, { isWaiting: true, isLost: false });
    this.retryButton.hidden = true;
    this.cancelButton.focus();
    this.write(this.uploads.words.waiting);
    this.uploads.advance();
  }

  cancel() {
    this.request?.abort();
    this.uploads.tell(`${this.file.name} : ${this.uploads.words.cancelled}`);
    this.uploads.input.focus();
    this.leave();
  }

  leave() {
    this.request = null;
    this.isWaiting = false;
    this.element.remove();
    this.uploads.rows = this.uploads.rows.filter((row) => row !== this);
    this.uploads.advance();
  }
}

if (section) new Uploads(section);
