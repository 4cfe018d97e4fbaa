// Gets a batch: Items and BatchInput. An order without a quantity fails its whole batch.
export async function handler(event, context) {
  const { currency } = event.BatchInput;
  const priced = event.Items.map((order) => {
    const quantity = Number(order.quantity);
    if (!(quantity > 0)) {
      throw new RangeError(`Order ${order.id} has no quantity.`);
    }
    return { id: order.id, total: quantity * Number(order.price), currency };
  });
  context.took(0.4);
  return priced;
}
