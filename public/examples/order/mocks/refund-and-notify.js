export async function handler(event, context) {
  return {
    orderId: event.orderId,
    refunded: event.amount,
    because: event.failure?.Error ?? "unknown",
  };
}
