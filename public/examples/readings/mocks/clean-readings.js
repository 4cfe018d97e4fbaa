export async function handler(event, context) {
  context.took(0.04);
  const values = event.readings.filter((value) => typeof value === "number");
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { sensor: event.sensor, mean: Math.round(mean * 10) / 10 };
}
