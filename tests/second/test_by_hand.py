#!/usr/bin/env python3
"""Money that runs out: the second program against cases worked out by hand from the model's description (section 7)."""
import math
import unittest

from by_hand import NOTHING, evaluated, pool, program, scenario, sells, stage


class Money(unittest.TestCase):
    """Section 7."""

    def alone(self, funding, *programs, **settings):
        names = ["one", "two", "three"][:len(programs)]
        text = scenario(dict(zip(names, programs)), {"ford": {"discount": 0.1, "funding": funding}}, **settings)
        return evaluated(text)

    def test_a_hundred_under_25_a_year_takes_four_years(self):
        deal = self.alone(25, program(stage(100, 2)))
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2024.0, 9)
        for x in deal.grid.years(deal.cost["ford"])[:4]:
            self.assertAlmostEqual(x, 25, 9)
        self.assertAlmostEqual(sum(deal.cost["ford"]), 100, 9)
        self.assertEqual(deal.waited["one", "ford"], 0)
        self.assertEqual(deal.binding["ford"], {2020, 2021, 2022, 2023})

    def test_standing_teams_are_paid_while_they_wait(self):
        """C = 120 at 60 a year. The first quarter buys 6.25 / 60 of plan time. Later ones, of d plan time each: 60 d + 10 (1/4 - d) = 6.25, so
        d = 0.075. 25 of them leave (2 - 6.25 / 60 - 1.875) = 1/48 of plan time, which is reached after (60 - 10) / 48 / (25 - 10) = 5/72 years."""
        deal = self.alone(25, program(stage(100, 2, standing=10)))
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2020 + 6.5 + 5 / 72, 9)
        waiting = 25 * 10 * (0.25 - 0.075) + 10 * (5 / 72 - 1 / 48)
        self.assertAlmostEqual(deal.waited["one", "ford"], waiting, 9)
        self.assertAlmostEqual(sum(deal.cost["ford"]), 120 + waiting, 9)
        self.assertAlmostEqual(sum(deal.cost["ford"]), 25 * (6.5 + 5 / 72), 9)

    def test_a_share_of_the_pace_is_paid_while_work_waits(self):
        """Pace 50, waiting 0.2 of it: 10 a year."""
        deal = self.alone(25, program(stage(100, 2, waiting=0.2)))
        first = 6.25 / 50
        each = (6.25 - 10 / 4) / (50 - 10)
        whole = math.floor((2 - first) / each)
        left = 2 - first - whole * each
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2020.25 + whole / 4 + left * (50 - 10) / (25 - 10), 9)

    def test_money_below_what_waiting_costs_stops_the_clock_and_is_owed(self):
        """1.25 a quarter; the first buys plan time, then 2.5 a quarter is paid for waiting and owed until the horizon."""
        deal = self.alone(5, program(stage(100, 2, standing=10)), horizon=3)
        self.assertEqual(deal.cost["ford"][1:-1], [2.5] * 10)
        self.assertAlmostEqual(deal.cost["ford"][0], 1.25, 9)
        self.assertAlmostEqual(sum(deal.cost["ford"]), 120 + 11 * 2.5, 9)

    def test_the_more_urgent_program_is_paid_first(self):
        """Two of 60 over one year at 60 a year: one after the other, by priority."""
        for order, ends in ((["one", "two"], (2021, 2022)), (["two", "one"], (2022, 2021))):
            deal = self.alone(60, program(stage(60, 1)), program(stage(60, 1)), priority=order)
            self.assertAlmostEqual(deal.access["one", "ford"].first, ends[0], 9)
            self.assertAlmostEqual(deal.access["two", "ford"].first, ends[1], 9)

    def test_nothing_comes_before_what_it_waits_for(self):
        deal = self.alone(60, program(stage(60, 1)), program(stage(60, 1), after=["one"]), priority=["two", "one"])
        self.assertAlmostEqual(deal.access["two", "ford"].first, 2022, 9)

    def test_unused_money_is_carried_to_the_end_of_the_year_and_not_past_it(self):
        """Begun in July with 40 of a year's 80 unspent: 100 a year can be borne until the year's end, 80 after it."""
        deal = self.alone(80, program(stage(100, 1), start=2020.5))
        self.assertAlmostEqual(sum(deal.cost["ford"][2:4]), 50, 9)
        deal = self.alone(80, program(stage(100, 1), start=2021.0))
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2022 + 20 / 80, 9)

    def test_a_pool_goes_at_the_pace_of_its_poorer_member(self):
        """Ford bears 20 a year, so the pool of 100 halves spends 40; of Volkswagen's 60 the 40 left go to its own program in the same period."""
        a, told = pool("one", ["ford", "vw"], {"ford": 0.5, "vw": 0.5})
        text = scenario({"one": program(stage(100, 1)), "two": program(stage(100, 1), needs=["vw"])},
                        {"ford": {"discount": 0.1, "funding": 20}, "vw": {"discount": 0.1, "funding": 60}}, {"arrangement": [a]})
        deal = evaluated(text, "deal", told)
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2022.5, 9)
        self.assertAlmostEqual(deal.access["two", "vw"].first, 2022.5, 9)
        self.assertAlmostEqual(deal.cost["vw"][0], 15, 9)
        self.assertEqual(deal.binding["ford"], {2020, 2021, 2022})
        self.assertNotIn(2023, deal.binding["vw"])

    def test_funding_that_never_binds_changes_nothing(self):
        text = [program(stage(100, 2, success=1.0), {"name": "t", "cost": 30, "duration": 0.7, "profile": "rayleigh"})]
        rich, free = self.alone(1e9, *text), evaluated(scenario({"one": text[0]}))
        self.assertAlmostEqual(rich.access["one", "ford"].first, free.access["one", "ford"].first, 12)
        for x, y in zip(rich.cost["ford"], free.cost["ford"]):
            self.assertAlmostEqual(x, y, 9)
        self.assertEqual(rich.binding["ford"], set())

    def test_work_is_the_same_however_long_it_takes(self):
        text = program(stage(100, 2, standing=5, profile="rayleigh"), {"name": "t", "cost": 80, "duration": 0}, {"name": "u", "cost": 60, "duration": 1,
                       "profile": {"beta": [2, 3]}})
        for funding in (8, 20, 33, 70, 200, {"2020": 10, "2022": 60}):
            deal = self.alone(funding, text)
            self.assertAlmostEqual(sum(deal.cost["ford"]) - deal.waited.get(("one", "ford"), 0), 250, 6)

    def test_a_lump_waits_until_it_is_saved_up(self):
        """100 at once from 25 a year: a quarter's money is paid and kept each time."""
        deal = self.alone(25, program(stage(100, 0)))
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2024, 9)
        self.assertAlmostEqual(deal.cost["ford"][0], 6.25, 9)

    def test_more_funding_never_makes_anything_later(self):
        text = program(stage(100, 2, standing=5, profile="rayleigh"), {"name": "t", "cost": 40, "duration": 1})
        dates = [self.alone(f, text).access["one", "ford"].first for f in (30, 40, 50, 75, 100, 150, 300)]
        self.assertEqual(dates, sorted(dates, reverse=True))

    def test_penalties_come_first(self):
        """A fine of 10 a year until access leaves 15 of 25."""
        deal = self.alone(25, program(stage(30, 1), firm={"ford": {"penalty": 10}}))
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2022, 9)

    def test_what_cannot_be_paid_of_the_rest_is_forgiven(self):
        """A refresh of 100 at the beginning of 2021 takes that quarter's 6.25 and no more."""
        sold = program(NOTHING, benefit=[sells(refresh={"every": 1, "cost": 100}, until=2021.5)])
        deal = self.alone(25, program(stage(100, 2)), sold)
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2024.25, 9)


class MoneyAndExits(unittest.TestCase):
    """Section 7: what an exit changes, and when. Ford bears 20 a year of a pool of halves that would spend 50 a year: 40 a year are spent."""

    def deal(self, tau, programs=None, **more):
        a, told = pool("one", ["ford", "vw"], {"ford": 0.5, "vw": 0.5})
        firms = {"ford": {"discount": 0.1, "funding": 20}, "vw": {"discount": 0.06}}
        terms = {"arrangement": [a], "exit": [{"trigger": "date", "date": tau, "leaver": "vw"}], **more}
        return evaluated(scenario(programs or {"one": program(stage(100, 2))}, firms, terms), "deal", told)

    def test_work_is_taken_up_at_the_share_that_money_paid_for(self):
        for tau in (2021.0, 2021.125):  # 40 or 45 are spent; the rest is Ford's at 20 a year, Volkswagen's at the plan's pace
            deal, done = self.deal(tau), 40 * (tau - 2020)
            self.assertAlmostEqual(deal.access["one", "ford"].first, tau + (100 - done) / 20, 9)
            self.assertAlmostEqual(deal.access["one", "vw"].first, tau + (100 - done) / 50, 9)
            self.assertAlmostEqual(sum(deal.cost["ford"]), done / 2 + 100 - done, 9)

    def test_in_the_period_of_an_exit_work_is_taken_up_with_what_is_left(self):
        self.assertAlmostEqual(self.deal(2021.125).cost["ford"][4], 5, 9)  # half of it for the pool
        deal = self.deal(2021.125, unwind={"cost": {"ford": 2}})            # and 2 for unwinding
        self.assertAlmostEqual(deal.cost["ford"][4], 5, 9)
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2021.25 + 54.5 / 20, 9)

    def test_others_meet_in_the_period_of_an_exit_what_they_would_have(self):
        """Ford's own second program gets nothing while the pool takes all that Ford has, nor in the period in which the pool ends."""
        both = {"one": program(stage(100, 2)), "two": program(stage(10, 1), needs=["ford"])}
        deal = self.deal(2021.125, both, unwind={"on_exit": {"ford": "stop"}})
        self.assertAlmostEqual(deal.cost["ford"][4], 2.5, 9)
        self.assertAlmostEqual(deal.own["two", "ford"].flows(deal.grid)[4], 0, 9)
        self.assertAlmostEqual(deal.own["two", "ford"].flows(deal.grid)[5], 2.5, 9)  # at its plan's pace
        self.assertAlmostEqual(deal.access["two", "ford"].first, 2022.25, 9)

    def test_a_longer_pool_is_late_by_money(self):
        deal = self.deal(2031.0)
        self.assertAlmostEqual(deal.access["one", "ford"].first, 2022.5, 9)


if __name__ == "__main__":
    unittest.main()
