export async function handler(event, context) {
  return { saved: true, ...event };
}
