export async function handler(event, context) {
  return { paid: event.expense.amount, to: event.expense.who, approvedBy: event.decision.by };
}
