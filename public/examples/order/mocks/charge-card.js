// The bank refuses this many times before the charge goes through.
// Retry gives up after the fourth attempt: set it to 4 and the order is refunded.
const refusals = 2;

// A module keeps its values between the calls of one run, as a warm Lambda function does.
let attempts = 0;

class CardDeclined extends Error {
  name = "CardDeclined";
}

export async function handler(event, context) {
  attempts += 1;
  if (attempts <= refusals) {
    throw new CardDeclined("insufficient funds");
  }
  return { ...event, charged: true, attempts };
}
