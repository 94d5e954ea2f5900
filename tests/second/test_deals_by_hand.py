#!/usr/bin/env python3
"""Benefits, talks and best alone: the second program against cases worked out by hand (sections 3 to 5)."""
import math
import unittest

from alone import Choice, best_alone
from by_hand import NOTHING, TWO, evaluated, pool, program, scenario, sells, stage, world
from contribution import joined
from costs import game, justifiable
from deal import Deal
from expected import Expectations


class Benefits(unittest.TestCase):
    """Section 3."""

    def deal(self, benefit, horizon=12, firm=None, work=NOTHING, **settings):
        one = program(work, benefit=[benefit], **({"firm": {"ford": firm}} if firm else {}))
        return evaluated(scenario({"one": one}, horizon=horizon, **settings))

    def test_sales_past_the_horizon_are_those_of_a_longer_one(self):
        short, long = self.deal(sells(terminal=5)), self.deal(sells(), horizon=17)
        self.assertAlmostEqual(short.npv("benefit", "ford"), long.npv("benefit", "ford"), 9)

    def test_half_a_year_past_the_horizon_is_half_of_a_year(self):
        """The product's life ends after 15.5 years."""
        years = [sum(5 * 1.1 ** -(n + (q + 0.5) / 4) for q in range(4)) for n in range(16)]
        self.assertAlmostEqual(self.deal(sells(terminal=5, life=15.5)).npv("benefit", "ford"), sum(years[:15]) + years[15] / 2, 9)

    def test_terminal_value_of_a_flat_benefit_is_the_annuity(self):
        deal = self.deal(sells(terminal=8))
        a_year = sum(5 * 1.1 ** -(11 + (q + 0.5) / 4) for q in range(4))
        self.assertAlmostEqual(deal.beyond["benefit"]["ford"], a_year * (1 - 1.1 ** -8) / 0.1, 9)
        self.assertAlmostEqual(deal.npv("benefit", "ford"), sum(5 * 1.1 ** -((k + 0.5) / 4) for k in range(80)), 9)

    def test_growth_past_the_horizon_is_nominal(self):
        deal = self.deal(sells(terminal=3, terminal_growth=0.1))
        a_year = sum(5 * 1.1 ** -(11 + (q + 0.5) / 4) for q in range(4))
        self.assertAlmostEqual(deal.beyond["benefit"]["ford"], 3 * a_year, 9)

    def test_a_window_closes_whenever_access_came(self):
        for years in (0, 3):
            deal = self.deal(sells(until=2025.1), work=stage(0, years) if years else NOTHING)
            self.assertAlmostEqual(sum(deal.benefit["ford"]), 20 * (5.1 - years), 9)

    def test_a_product_is_refreshed_while_it_sells(self):
        deal = self.deal(sells(refresh={"every": 2, "cost": 7}, until=2026.0))
        self.assertAlmostEqual(sum(deal.cost["ford"]), 2 * 7, 9)  # in 2022 and 2024; the window closes in 2026
        self.assertAlmostEqual(deal.program_cost["one", "ford"], 14, 9)
        self.assertEqual([k for k, x in enumerate(deal.cost["ford"]) if x], [8, 16])

    def test_refreshes_past_the_horizon_are_paid_from_what_goes_on(self):
        deal = self.deal(sells(refresh={"every": 4, "cost": 20}, terminal=1))
        a_year = sum(5 * 1.1 ** -(11 + (q + 0.5) / 4) for q in range(4)) - 5 * 1.1 ** -11.5
        self.assertAlmostEqual(deal.beyond["benefit"]["ford"], a_year / 1.1, 9)
        self.assertEqual(self.deal(sells(refresh={"every": 1, "cost": 30}, terminal=1)).beyond["benefit"]["ford"], 0)

    def test_a_penalty_is_paid_until_access_comes(self):
        deal = self.deal(sells(), firm={"penalty": 8, "penalty_from": 2021.1}, work=stage(0, 3.3))
        self.assertAlmostEqual(sum(deal.cost["ford"]), 8 * 2.2, 9)

    def test_a_firm_with_access_from_the_start_pays_no_penalty(self):
        self.assertEqual(sum(self.deal(sells(terminal=9), firm={"penalty": 8}).cost["ford"]), 0)
        self.assertEqual(self.deal(sells(terminal=9), firm={"penalty": 8}).npv("cost", "ford"), 0)

    def test_a_penalty_goes_on_past_the_horizon_for_the_longest_terminal(self):
        gate = {"name": "s", "cost": 0, "duration": 0, "success": 0.0}
        short, long = (self.deal(sells(terminal=t), horizon=h, firm={"penalty": 8}, work=gate) for t, h in ((4, 12), (0, 16)))
        self.assertAlmostEqual(short.npv("cost", "ford"), long.npv("cost", "ford"), 9)
        self.assertAlmostEqual(sum(short.cost["ford"]), 8 * 12, 9)

    def test_royalties_go_on_with_the_vehicles(self):
        a = {"program": "one", "mode": "license", "licensor": "vw", "licensees": ["ford"], "royalty": 0.5}
        found = []
        for terminal, horizon in ((6, 10), (0, 16)):
            one = program(NOTHING, benefit=[sells(terminal=terminal)])
            found.append(evaluated(scenario({"one": one}, TWO, {"arrangement": [a]}, horizon=horizon), "deal"))
        for f in TWO:
            self.assertAlmostEqual(found[0].npv("transfer", f), found[1].npv("transfer", f), 9)
        self.assertLess(found[0].npv("transfer", "ford"), 0)


class Talks(unittest.TestCase):
    """Section 4: work fractions, gates, what fails."""

    def deal(self, a, told=None, probability=1.0, programs=None, delay=1.0, **terms):
        text = scenario(programs or {"one": program(stage(100, 2))}, TWO,
                        dict({"formation": {"probability": probability, "delay": delay}, "arrangement": [a]}, **terms))
        return evaluated(text, "deal", told, {"formation (score)": 0.0})

    def pooled(self, **more):
        return pool("one", ["ford", "vw"], {"ford": 0.5, "vw": 0.5}, **more)

    def test_join_of_half_and_a_fifth(self):
        self.assertAlmostEqual(joined({"contribution": "join"}, [0.5, 0.2]), 0.6, 15)

    def test_work_done_while_talks_last_counts_for_the_pool(self):
        """A year of two is half of the work."""
        a, told = self.pooled(meanwhile={"ford": "work"})
        deal = self.deal(a, told)
        self.assertAlmostEqual(deal.access["one", "vw"].first, 2022, 9)
        self.assertAlmostEqual(sum(deal.cost["ford"]), 50 + 25, 9)
        self.assertAlmostEqual(sum(deal.cost["vw"]), 25, 9)

    def test_two_who_work_join_what_they_have(self):
        a, told = self.pooled(meanwhile="work", contribution="join", usable={"vw": 0.4})
        deal = self.deal(a, told)
        self.assertAlmostEqual(deal.pools["one"].share, 0.6, 12)
        self.assertAlmostEqual(deal.access["one", "vw"].first, 2021 + 0.8, 9)

    def test_those_who_wait_begin_at_formation_formed_or_not(self):
        a, told = self.pooled()
        self.assertAlmostEqual(self.deal(a, told).access["one", "ford"].first, 2023, 9)
        self.assertAlmostEqual(self.deal(a, told, 0.0).access["one", "ford"].first, 2023, 9)

    def test_a_deal_that_is_not_formed_gives_those_who_wait_their_own_start_moved(self):
        a, told = self.pooled()
        failed = self.deal(a, told, 0.0)
        moved = evaluated(scenario({"one": program(stage(100, 2), start=2021.0)}, TWO))
        self.assertEqual(failed.cost, moved.cost)

    def test_a_deal_that_is_not_formed_changes_nothing_for_a_provider(self):
        a = {"program": "one", "mode": "license", "licensor": "vw", "licensees": ["ford"], "royalty": 0.5, "meanwhile": "work"}
        failed, solo = self.deal(a, None, 0.0, delay=3.0), evaluated(scenario({"one": program(stage(100, 2))}, TWO))
        for f in TWO:
            self.assertEqual(failed.worth_of(f), solo.worth_of(f))
        formed = self.deal(a, None, 1.0, delay=3.0)
        self.assertEqual(formed.access["one", "vw"].first, solo.access["one", "vw"].first)

    def test_what_is_completed_by_formation_is_kept(self):
        a = {"program": "one", "mode": "license", "licensor": "vw", "licensees": ["ford"], "royalty": 0.5, "upfront": 40, "meanwhile": "work",
             "adaptation": {"ford": {"cost": 10, "duration": 1}}}
        one = {"one": program(stage(100, 2), benefit=[sells()])}
        kept, licensed = self.deal(a, programs=one, delay=2.0), self.deal(a, programs=one, delay=1.5)
        self.assertEqual((kept.access["one", "ford"].first, sum(kept.transfer["vw"])), (2022, 0))
        self.assertAlmostEqual(sum(kept.cost["ford"]), 100, 9)
        self.assertEqual(licensed.access["one", "ford"].first, 2023)  # adapted after the licensor's completion
        self.assertAlmostEqual(sum(licensed.cost["ford"]), 75 + 10, 9)
        self.assertAlmostEqual(licensed.transfer["vw"][6], 40, 9)

    def test_a_user_adapts_from_formation_on_what_has_been_ready_before(self):
        a = {"program": "one", "mode": "license", "licensor": "vw", "licensees": ["ford"], "adaptation": {"ford": {"cost": 10, "duration": 1}},
             "payment": [{"from": "ford", "to": "vw", "amount": 3, "on": "completion"}]}
        deal = self.deal(a, delay=5.0)
        self.assertEqual((deal.access["one", "vw"].first, deal.access["one", "ford"].first), (2022, 2026))
        self.assertEqual(deal.transfer["vw"][20], 3)

    def gated(self, ford, vw, both, **more):
        """Two stages of a year and 50 each, each with a gate; scores below 0 pass."""
        one = program({"name": "a", "cost": 50, "duration": 1, "success": 0.5}, {"name": "b", "cost": 50, "duration": 1, "success": 0.5})
        a, told = self.pooled(**{"meanwhile": {"ford": "work"}, **more})
        text = scenario({"one": one}, TWO, {"formation": {"delay": 1.5}, "arrangement": [a]})
        scores = {f"program.one.stage.{s}.gate@{who} (score)": -1.0 if passes else 1.0
                  for who, gates in (("ford", ford), ("vw", vw), ("ford+vw", both)) for s, passes in zip("ab", gates)}
        return evaluated(text, "deal", told, scores)

    def test_gates_that_a_member_passed_are_passed(self):
        deal = self.gated((True, False), (True, True), (False, True))
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2022, 9)  # three quarters done, the rest in half a year
        deal = self.gated((True, False), (True, True), (False, True), usable={"ford": 0.2})
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2021.5 + 2 * 0.85, 9)

    def test_a_gate_at_which_a_member_stopped_binds(self):
        deal = self.gated((False, True), (True, True), (False, True))
        self.assertAlmostEqual(deal.pools["one"].course.stop, 2021.5, 9)  # half done: the gate lies at its very beginning
        deal = self.gated((False, True), (True, True), (True, True))
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2022.5, 9)

    def test_a_gate_at_which_one_stopped_binds_though_the_other_passed(self):
        for passes in (True, False):
            deal = self.gated((True, True), (False, True), (passes, True), meanwhile="work")
            self.assertEqual(deal.pools["one"].course.stop == 2021.5, not passes)

    def test_calls_are_paid_first(self):
        a = {"program": "one", "mode": "venture", "members": ["ford", "vw"], "stakes": {"ford": 0.5, "vw": 0.5}, "calls": {"vw": 40}}
        told = {"pools": [{"program": "one", "weights": a["stakes"], "target": 0.0, "cap": None, "planned_end": 0.0}]}
        deal = self.deal(a, told)
        self.assertAlmostEqual(sum(deal.cost["vw"]), 40 + 30, 9)
        self.assertAlmostEqual(sum(deal.cost["vw"][:8]), 50 - sum(deal.cost["ford"][:8]), 9)
        self.assertEqual(sum(deal.cost["ford"][:7]), 0)
        deal = self.deal(dict(a, commitment={"vw": 30}), told)
        self.assertAlmostEqual(sum(deal.cost["vw"]), 30, 9)
        self.assertAlmostEqual(sum(deal.cost["ford"]), 70, 9)

    def test_whoever_stops_after_an_exit_has_nothing_and_pays_nothing(self):
        a, told = self.pooled()
        terms = {"exit": [{"trigger": "date", "date": 2022.0, "leaver": "vw"}], "unwind": {"on_exit": {"ford": "stop"}}}
        deal = self.deal(a, told, **terms)
        self.assertEqual(deal.access["one", "ford"].first, math.inf)
        self.assertAlmostEqual(sum(deal.cost["ford"]), 25, 9)
        self.assertAlmostEqual(deal.access["one", "vw"].first, 2023, 9)
        self.assertAlmostEqual(sum(deal.cost["vw"]), 25 + 50, 9)


class Alone(unittest.TestCase):
    """Section 4: best alone, and what is worth paying."""

    def found(self, programs, firms=None, name="solo", deal=None, told=None, **settings):
        w = world(scenario(programs, firms, deal, alone="best", **settings), name, told)
        return best_alone([w], name)

    def test_only_what_pays_is_carried_out(self):
        loses, pays = program(stage(300, 2), benefit=[sells()]), program(stage(30, 2), benefit=[sells()])
        self.assertEqual(self.found({"one": loses, "two": pays}), {("one", "ford")})
        self.assertEqual(self.found({"one": dict(loses, must=["ford"]), "two": pays}), set())
        self.assertEqual(self.found({"one": program(stage(4, 2), benefit=[sells(share=0.001)])}), {("one", "ford")})
        self.assertEqual(self.found({"one": program(stage(300, 2))}), set())  # nothing hangs on it: it cannot be forgone
        self.assertEqual(self.found({"one": dict(loses, firm={"ford": {"penalty": 40}})}), set())

    def test_a_step_that_loses_may_lead_to_one_that_pays(self):
        first, second = program(stage(100, 1), benefit=[sells(share=0.001)]), program(stage(20, 1), after=["one"], benefit=[sells(share=0.5)])
        self.assertEqual(self.found({"one": first, "two": second}), set())
        self.assertEqual(self.found({"one": first, "two": dict(second, benefit=[sells(share=0.01)])}), {("one", "ford"), ("two", "ford")})

    def test_with_funding_all_is_decided_together(self):
        w = world(scenario({p: program(stage(50, 1), benefit=[sells()]) for p in "abc"}, {"ford": {"discount": 0.1, "funding": 60}}))
        self.assertEqual(Choice([w], "solo").tied("ford"), [["a", "b", "c"]])
        w.s["firm"]["ford"].pop("funding")
        self.assertEqual(Choice([w], "solo").tied("ford"), [["a"], ["b"], ["c"]])

    def test_two_rivals_in_a_market_for_one(self):
        """Alone in it 20 a year pay for 80, shared they do not: whoever gains most by going goes."""
        text = program(stage(80, 1), benefit=[sells("ford", rivalry=0.6), sells("vw", rivalry=0.6)])
        self.assertEqual(self.found({"one": text}, {"ford": {"discount": 0.1}, "vw": {"discount": 0.12}}), {("one", "vw")})
        self.assertEqual(self.found({"one": text}, {"ford": {"discount": 0.1}, "vw": {"discount": 0.1}}), {("one", "ford")})

    def test_what_a_deal_needs_is_not_forgone(self):
        one = program(stage(300, 2), benefit=[sells(), sells("vw")])
        two = program(stage(10, 1), after=["one"], benefit=[sells(), sells("vw")])
        a, told = pool("two", ["ford", "vw"], {"ford": 0.5, "vw": 0.5})
        self.assertEqual(self.found({"one": one, "two": two}, TWO), {(p, f) for p in ("one", "two") for f in TWO})
        self.assertEqual(self.found({"one": one, "two": two}, TWO, "deal", {"arrangement": [a]}, told), set())

    def test_nobody_is_served_at_more_than_it_is_worth(self):
        c = {frozenset("a"): 10.0, frozenset("b"): 30.0, frozenset("ab"): 32.0}
        found = justifiable(c, {"a": 12.0, "b": 8.0})
        self.assertEqual(found, {frozenset("a"): 10.0, frozenset("b"): 8.0, frozenset("ab"): 18.0})
        for group, x in justifiable(c, {"a": 4.0, "b": 5.0}).items():
            self.assertLessEqual(x, sum({"a": 4.0, "b": 5.0}[f] for f in group))
        self.assertEqual(justifiable(c, {"a": math.inf, "b": math.inf}), c)

    def test_what_a_program_is_worth_to_a_firm(self):
        one = program(stage(100, 2), benefit=[sells(refresh={"every": 3, "cost": 5}, terminal=4), sells("vw")], firm={"ford": {"penalty": 6}})
        a, told = pool("one", ["ford", "vw"], {"ford": 0.5, "vw": 0.5})
        text = scenario({"one": one}, TWO, {"arrangement": [a]})
        w = world(text, "deal", told)
        alone = Deal(w, "solo").evaluate()
        avoided = sum(6 / 4 * 1.1 ** -((k + 0.5) / 4) for k in range(8, 64))
        refreshed = sum(5 * 1.1 ** -(5 + 3 * j + 0.125) for j in range(3))
        found = Expectations(text, [w.story]).justified("one", "ford")
        self.assertAlmostEqual(found, alone.npv("benefit", "ford") - refreshed + avoided, 9)
        self.assertEqual(len(game([w], "deal", a)), 3)


if __name__ == "__main__":
    unittest.main()
