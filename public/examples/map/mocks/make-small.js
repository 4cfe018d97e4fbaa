export async function handler(event, context) {
  // Virtual time: the run counts these seconds, nobody waits for them.
  context.took(0.8 + 0.4 * event.number);
  return { made: event.photo.replace(".jpg", "-small.jpg") };
}
