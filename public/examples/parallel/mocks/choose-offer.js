export async function handler(event, context) {
  const [cheapest] = [...event.offers].sort((a, b) => a.price - b.price);
  return { parcel: event.parcel, chosen: cheapest };
}
