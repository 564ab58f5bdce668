"""The sentence that opens a page, for a folder as it is or as it would be once saved.

Each function takes the steps of its workbook up to the headline. What the folder lacks, or has
wrong, comes as the `WorkspaceError` that the workbook would show.
"""

from padlib import banks
from padlib.core import network, uncertainty
from padlib.display.pages import convergence as convergence_page
from padlib.display.pages import diagnostic as diagnostic_page
from padlib.display.pages import earnings as earnings_page
from padlib.display.pages import partner_map as partner_map_page
from padlib.display.pages import perception as perception_page
from padlib.display.pages import preconceived_ideas as ideas_page
from padlib.display.pages import recruitment as recruitment_page
from padlib.display.pages import start_plan as start_plan_page
from padlib.display.pages import vision as vision_page
from padlib.display.pages import vision_joint as vision_joint_page
from padlib.display.words import Words
from padlib.method import channel_investment as investment_method
from padlib.method import convergence as convergence_method
from padlib.method import diagnostic as diagnostic_method
from padlib.method import earnings as earnings_method
from padlib.method import leverage as leverage_method
from padlib.method import partner_map as partner_map_method
from padlib.method import perception as perception_method
from padlib.method import preconceived_ideas as ideas_method
from padlib.method import recruitment as recruitment_method
from padlib.method import start_plan as start_plan_method
from padlib.method.vision import Analysis
from padlib.workspace import Folder


def diagnostic(folder: Folder, say: Words) -> str:
    """Where the strategy stands, how it moved, what holds it back."""
    rules = folder.rules("diagnostic")
    bank = banks.load("diagnostic").items
    before = folder.year - 1
    compared = folder.has("diagnostic_answers", before)
    result = diagnostic_method.diagnosis(
        folder.diagnostic_answers(form=rules["form"]),
        diagnostic_method.form_items(bank, rules["form"]),
        diagnostic_method.Rules.of(rules),
        folder.diagnostic_answers(before) if compared else None,
        previous_items=diagnostic_method.form_items(bank, folder.form(before)),
        actions=folder.actions(before).reset_index(),
    )
    return diagnostic_page.headline(result, diagnostic_page.campaign(folder, folder.as_of()), say)


def perception(folder: Folder, say: Words) -> str:
    """What partners give, what they like and what they doubt."""
    rules = folder.rules("perception")
    answers = folder.perception_answers()
    partners = folder.partners() if folder.has("partners") else None
    before = folder.year - 1
    compared = folder.has("perception_answers", before)
    named = compared and folder.has("partners", before)
    strategic = None
    if partners is not None and rules["perception_invited"] is None:
        strategic = partner_map_method.strategic_set(
            partners,
            partner_map_method.Rules.of(folder.rules("partner_map")),
            folder.criteria("partner_map"),
        ).ids
    levels = None
    if folder.has("diagnostic_answers"):
        items = banks.load("diagnostic").items
        levels = diagnostic_method.levels(folder.diagnostic_answers(), items)["level"]
    survey = perception_method.survey(
        answers,
        banks.load("perception").items,
        perception_method.Rules.of(rules),
        partners=partners,
        previous=folder.perception_answers(before) if compared else None,
        previous_partners=folder.partners(before) if named else None,
        strategic=strategic,
        levels=levels,
    )
    told = perception_page.campaign(folder, folder.as_of(), partners)
    return perception_page.headline(survey, told, say)


def partner_map(folder: Folder, say: Words) -> str:
    """Who makes the revenue, and where the time goes."""
    before = folder.year - 1
    result = partner_map_method.result(
        folder.partners(),
        folder.criteria("partner_map"),
        partner_map_method.Rules.of(folder.rules("partner_map")),
        previous=folder.partners(before) if folder.has("partners", before) else None,
        as_of=folder.as_of(),
    )
    return partner_map_page.headline(result, partner_map_page.told(folder, folder.as_of()), say)


def convergence(folder: Folder, say: Words) -> str:
    """What vendor and partner have to talk about."""
    rules = folder.rules("convergence")
    bank = convergence_page.in_currency(banks.load("convergence").items, say)
    result = convergence_method.analysis(
        folder.convergence_answers(folder.partner_id),
        bank,
        convergence_method.Rules.of(rules),
        days=[folder.as_of_partner(), folder.issued],
        asked=rules["moment"],
        uplift=convergence_page.scenario(folder, rules),
    )
    return convergence_page.headline(result, convergence_page.meeting(folder), say)


def vision(folder: Folder, say: Words) -> str:
    """From how many customers to how many, what is done together, and whether it can be done."""
    plan = folder.vision()
    result = vision_page.result(folder, plan, None)
    if not isinstance(result, Analysis):  # of a folder narrowed to a partner
        return vision_joint_page.headline(result, vision_page.outlook(folder, plan), say)
    return vision_page.headline(result, vision_page.outlook(folder, plan), say)


def earnings(folder: Folder, say: Words) -> str:
    """When the partner is paid back, earning what, after financing what."""
    told = earnings_page.partnership(folder)
    mode = earnings_method.mode_of(told.type, None)
    rules = earnings_method.Rules.of(folder.rules("earnings", mode=mode))
    result = earnings_method.result(
        earnings_page.in_force(folder, rules.terms),
        rules,
        before=earnings_page.before(folder, rules.terms, told),
    )
    return earnings_page.headline(result, say)


def recruitment(folder: Folder, say: Words) -> str:
    """How many companies to meet or to look into, and how sure that is."""
    assumptions = folder.assumptions().loc[list(recruitment_method.SIZING_KEYS)]
    result = recruitment_method.result(
        folder.resellers(),
        folder.criteria("recruitment"),
        recruitment_method.Rules.of(folder.rules("recruitment")),
        year=folder.year,
        target_sectors=folder.settings.target_sectors,
        territory=folder.settings.territory,
        sectors=banks.sectors(),
        regions=banks.regions(),
        assumptions={str(key): float(value) for key, value in assumptions["value"].items()},
        as_of=folder.as_of(),
    )
    return recruitment_page.headline(result, say)


def start_plan(folder: Folder, say: Words) -> str:
    """Where the first 100 days of the partner stand."""
    rules = folder.rules("start_plan")
    plan = folder.start_plan()
    answers = folder.start_interview()
    told = start_plan_page.partnership(folder, None)
    found = start_plan_method.start_plan(
        plan,
        banks.load("plan_100_days").items,
        told.start,
        told.as_of,
        start_plan_method.Rules.of(rules),
        heard=start_plan_method.interview(answers, banks.rules("perception")["short_interview"]),
    )
    return start_plan_page.headline(found, say)


def preconceived_ideas(folder: Folder, say: Words) -> str:
    """How many ideas cost money here, how many hold back, and how many the room believed."""
    votes = folder.votes() if folder.has("votes") else None
    diagnosis = None
    if folder.has("diagnostic_answers"):
        items = banks.load("diagnostic").items
        diagnosis = diagnostic_method.diagnosis(
            folder.diagnostic_answers(),
            diagnostic_method.form_items(items, folder.settings.form or "full"),
            diagnostic_method.Rules.of(folder.rules("diagnostic")),
        )
    partners = folder.partners() if folder.has("partners") else None
    survey = None
    if folder.has("perception_answers"):
        survey = perception_method.survey(
            folder.perception_answers(),
            banks.load("perception").items,
            perception_method.Rules.of(folder.rules("perception")),
            partners=partners,
        )
    money = folder.has("assumptions")
    channel = investment_method.Rules.of(folder.rules("channel_investment"))
    terms = earnings_method.Rules.of(folder.rules("earnings")).terms
    keys = [*investment_method.uses(channel.mode), *leverage_method.uses(channel.mode), *terms.keys]
    used = folder.assumptions(uses=keys if money else None).loc[list(dict.fromkeys(keys))]
    values = uncertainty.values(used)
    target = folder.settings.target_new_customers_year
    figures = ideas_page.own_figures(
        diagnosis=diagnosis,
        survey=survey,
        investment=investment_method.result(used, channel) if money else None,
        leverage=leverage_method.result(values, channel.mode) if money else None,
        estimate=earnings_method.estimate(values, terms) if money else None,
        partners=partners,
        sizing=network.needed(target, values) if target else None,
        target=target,
        assumptions=used,
    )
    result = ideas_method.result(banks.load("preconceived_ideas").items, votes, figures)
    day = folder.as_of()
    proposed = [
        *([diagnostic_method.actions(diagnosis.plan, diagnosis.items, day)] if diagnosis else []),
        *([perception_method.actions(survey.proposals, survey.bank, day)] if survey else []),
    ]
    return ideas_page.headline(result, ideas_page.workshop(folder, day, "answer", proposed), say)
