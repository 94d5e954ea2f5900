"""Who pays what of a pool's or venture's money as it is spent (section 4: bands, stakes, calls, commitments)."""
from plan import NEVER


def by_weight(money, weights, who):
    whole = sum(weights.get(f, 0.0) for f in who)
    return {f: money * (weights.get(f, 0.0) / whole if whole > 0 else 1 / len(who)) for f in who}


class Purse:
    """`bands` are weights by band, `tops` the cumulative real cost at which each ends; calls are nominal, commitments real."""

    def __init__(self, bands, tops, calls=None, commitment=None):
        self.bands, self.tops = bands, tops
        self.calls, self.commitment = calls or {}, commitment or {}
        self.total = self.nominal = 0.0
        self.funded = {}

    def band(self):
        return next(i for i, top in enumerate(self.tops) if self.total < top - 1e-12 * max(1.0, top) or top == NEVER)

    def here(self, who, escalation):
        """(share of each, real money for which these shares hold) where the pool stands now."""
        called = sum(self.calls.values())
        if self.nominal < called - 1e-12 * max(1.0, called):
            weights, room = self.calls, (called - self.nominal) / escalation
        else:
            weights, room = self.bands[self.band()], self.tops[self.band()] - self.total
        rates = by_weight(1.0, weights, who)
        left = {f: self.commitment.get(f, NEVER) - self.funded.get(f, 0.0) for f in who}
        closed = [f for f in who if left[f] <= 1e-9]
        open_ = [f for f in who if left[f] > 1e-9]
        if not open_:
            return by_weight(1.0, self.bands[0], who), room
        if closed:
            more = by_weight(sum(rates[f] for f in closed), self.bands[0], open_)
            rates = {f: rates[f] + more[f] if f in open_ else 0.0 for f in who}
        return rates, min([room] + [left[f] / rates[f] for f in open_ if rates[f] > 0])

    def pay(self, money, who, escalation):
        """[(real money, its band, each one's part)] of money spent at one price level."""
        out, rest = [], money
        while rest > 1e-12 * max(1.0, money):
            rates, room = self.here(who, escalation)
            part, band = min(rest, max(room, 1e-12)), self.band()
            paid = {f: part * rates[f] for f in who}
            for f, x in paid.items():
                self.funded[f] = self.funded.get(f, 0.0) + x
            self.total += part
            self.nominal += part * escalation
            rest -= part
            out.append((part, band, paid))
        return out
