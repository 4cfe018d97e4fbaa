// Closes the scenarios with one line that counts them.

export default class Closing {
  #passed = 0;
  #failed = 0;

  onTestEnd(test, result) {
    if (result.status === "skipped") return;
    if (test.ok()) this.#passed++;
    else this.#failed++;
  }

  onError() {
    this.#failed++;
  }

  onEnd() {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
  }
}
