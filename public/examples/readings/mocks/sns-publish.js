export async function handler(event, context) {
  return { MessageId: "5c0a3a52-0f7e-4a55-9a8e-6f0f4a7d1a10" };
}
