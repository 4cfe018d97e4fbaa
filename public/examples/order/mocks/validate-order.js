export async function handler(event, context) {
  if (!(event.amount > 0)) {
    throw new RangeError(`An order of ${event.amount} cannot be charged`);
  }
  return { ...event, validated: true };
}
