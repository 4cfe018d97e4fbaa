export async function handler(event, context) {
  return { carrier: "rail", price: 4 * event.parcel.kilograms, days: 4 };
}
