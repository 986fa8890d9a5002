// A word over the chat that goes by itself.

const SHOWN = 3500; // ms
const FADING = 300; // ms

export class Toast {
  constructor(element) {
    this.element = element;
  }

  show(words) {
    clearTimeout(this.timer);
    this.element.textContent = words;
    this.element.classList.add("up");
    this.timer = setTimeout(() => this.hide(), SHOWN);
  }

  hide() {
    this.element.classList.remove("up");
    setTimeout(() => this.element.replaceChildren(), FADING); // so that the same words are news again
  }
}
