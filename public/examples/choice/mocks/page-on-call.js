export async function handler(event, context) {
  return { paged: "night-shift", about: event.subject };
}
