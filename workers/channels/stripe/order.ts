import type { Json, JsonObject } from '../../../schema/json.ts'
import { asId, asText, at, present } from '../json-fields.ts'

type Order = { type: 'order.paid' | 'order.refunded'; data: JsonObject }

/** https://docs.stripe.com/currencies#zero-decimal and #three-decimal; all others count in hundredths. */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '))
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '))

/** What is plainly an order that was paid, or one that was refunded. A charge tells the same payment again: not that. */
export function orderOf(type: string, object: JsonObject, previous: JsonObject): Order | undefined {
  switch (type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return object.payment_status === 'paid' ? order('order.paid', object, object.amount_total) : undefined
    case 'charge.refunded':
      return order('order.refunded', object, refundedNow(object, previous))
    default:
      return undefined
  }
}

/** `amount_refunded` adds up; what this refund is about is what it grew by. */
function refundedNow(object: JsonObject, previous: JsonObject): Json | undefined {
  const before = previous.amount_refunded
  const now = object.amount_refunded
  return typeof before === 'number' && typeof now === 'number' ? now - before : now
}

function order(type: Order['type'], object: JsonObject, minor: Json | undefined): Order | undefined {
  const currency = asText(object.currency)?.toLowerCase()
  if (typeof minor !== 'number' || currency === undefined) return undefined
  const orderId =
    asId(at(object, 'metadata', 'order_id')) ?? asId(object.payment_intent) ?? asId(object.invoice) ?? asId(object.id)
  return {
    type,
    data: present({
      order_id: orderId,
      amount: inUnits(minor, currency),
      currency: currency.toUpperCase(),
    }) as JsonObject,
  }
}

function inUnits(minor: number, currency: string): number {
  if (ZERO_DECIMAL.has(currency)) return minor
  return minor / (THREE_DECIMAL.has(currency) ? 1000 : 100)
}
