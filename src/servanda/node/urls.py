"""Every route of the pages, and those of the interface for programs below one of them."""

from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RoutePattern

from servanda.interfaces.web.pages.accord_page import accord_page
from servanda.interfaces.web.pages.administration_page import administration_page
from servanda.interfaces.web.pages.approvals_page import (
    approvals_page,
    give_approval_form,
    refuse_draft_form,
    withdraw_draft_form,
)
from servanda.interfaces.web.pages.assessments_page import assessments_page
from servanda.interfaces.web.pages.audit_page import audit_page
from servanda.interfaces.web.pages.chronicle_page import chronicle_page
from servanda.interfaces.web.pages.concerns_page import concerns_page
from servanda.interfaces.web.pages.contacts_page import contacts_page
from servanda.interfaces.web.pages.counterparts_page import counterparts_page
from servanda.interfaces.web.pages.dialogue_page import dialogue_page
from servanda.interfaces.web.pages.evidence_page import evidence_page
from servanda.interfaces.web.pages.exercises_page import exercises_page
from servanda.interfaces.web.pages.handover_page import (
    confirm_handover_form,
    handover_page,
    write_handover_form,
)
from servanda.interfaces.web.pages.hotline_page import hotline_page
from servanda.interfaces.web.pages.node_page import node_page
from servanda.interfaces.web.pages.people_forms import (
    add_person_form,
    give_roles_form,
    remove_person_form,
    reset_person_form,
    set_four_eyes_form,
    unlock_person_form,
)
from servanda.interfaces.web.pages.people_page import people_page
from servanda.interfaces.web.pages.persons_page import persons_page
from servanda.interfaces.web.pages.queue_page import queue_page, search_form
from servanda.interfaces.web.pages.review_page import review_page
from servanda.interfaces.web.pages.roster_forms import (
    confirm_change_form,
    end_stretch_form,
    reject_change_form,
    set_cover_form,
    set_duty_form,
)
from servanda.interfaces.web.pages.work_page import work_page
from servanda.interfaces.web.requests.addresses import register_converters
from servanda.interfaces.web.requests.check_page import check_page, discard_form, send_form
from servanda.interfaces.web.requests.request_page import request_page
from servanda.interfaces.web.requests.ticket_page import ticket_page
from servanda.interfaces.web.requests.write_page import (
    save_new_form,
    save_statement_form,
    write_new_page,
    write_page,
)
from servanda.interfaces.web.sign_in.account_page import (
    account_page,
    end_session_form,
    passphrase_form,
)
from servanda.interfaces.web.sign_in.keys_page import end_key_form, keys_page, make_key_form
from servanda.interfaces.web.sign_in.second_factor_page import (
    give_second_factor_form,
    remove_second_factor_form,
    second_factor_page,
)
from servanda.interfaces.web.sign_in.sign_in_page import sign_in_page, sign_out_form

register_converters()
_REQUEST = "requests/<party:counterpart>/<leaf:case>"
_SHEET = "worksheets/<ticket:ticket>"

page_routes: list[URLPattern] = [
    path("", node_page, name="node"),
    path("work", work_page, name="work"),
    path("approvals", approvals_page, name="approvals"),
    path("approvals/give", give_approval_form, name="give-approval"),
    path("approvals/refuse", refuse_draft_form, name="refuse-draft"),
    path("approvals/withdraw", withdraw_draft_form, name="withdraw-draft"),
    path("counterparts", counterparts_page, name="counterparts"),
    path("accord", accord_page, name="accord"),
    path("chronicle", chronicle_page, name="chronicle"),
    path("queue", queue_page, name="queue"),
    path("queue/search", search_form, name="search-queue"),
    path("hotline", hotline_page, name="hotline"),
    path("handover", handover_page, name="handover"),
    path("handover/write", write_handover_form, name="write-handover"),
    path("handover/confirm", confirm_handover_form, name="confirm-handover"),
    path("people", people_page, name="people"),
    path("people/add", add_person_form, name="add-person"),
    path("people/roles", give_roles_form, name="give-roles"),
    path("people/remove", remove_person_form, name="remove-person"),
    path("people/reset", reset_person_form, name="reset-person"),
    path("people/unlock", unlock_person_form, name="unlock-person"),
    path("people/four-eyes", set_four_eyes_form, name="set-four-eyes"),
    path("people/confirm", confirm_change_form, name="confirm-change"),
    path("people/reject", reject_change_form, name="reject-change"),
    path("people/cover", set_cover_form, name="set-cover"),
    path("people/duty", set_duty_form, name="set-duty"),
    path("people/end", end_stretch_form, name="end-stretch"),
    path("administration", administration_page, name="administration"),
    path("audit", audit_page, name="audit"),
    path("concerns", concerns_page, name="concerns"),
    path("assessments", assessments_page, name="assessments"),
    path("contacts", contacts_page, name="contacts"),
    path("persons", persons_page, name="persons"),
    path("evidence", evidence_page, name="evidence"),
    path("review", review_page, name="review"),
    path("dialogue", dialogue_page, name="dialogue"),
    path("exercises", exercises_page, name="exercises"),
    path(_REQUEST, request_page, name="request"),
    path(f"{_REQUEST}/write/<move:move>", write_page, name="write"),
    path(f"{_REQUEST}/write/<move:move>/save", save_statement_form, name="save-statement"),
    path("write/<move:move>", write_new_page, name="write-new"),
    path("write/<move:move>/save", save_new_form, name="save-new"),
    path(_SHEET, check_page, name="check-answers"),
    path(f"{_SHEET}/send", send_form, name="send-statement"),
    path(f"{_SHEET}/discard", discard_form, name="discard-statement"),
    path("tickets/<ticket:ticket>", ticket_page, name="ticket"),
    path("account", account_page, name="account"),
    path("account/end-session", end_session_form, name="end-session"),
    path("account/passphrase", passphrase_form, name="change-passphrase"),
    path("account/second-factor", second_factor_page, name="second-factor"),
    path("account/second-factor/give", give_second_factor_form, name="give-second-factor"),
    path("account/second-factor/remove", remove_second_factor_form, name="remove-second-factor"),
    path("account/keys", keys_page, name="keys"),
    path("account/keys/make", make_key_form, name="make-key"),
    path("account/keys/end", end_key_form, name="end-key"),
    path("sign-in", sign_in_page, name="sign-in"),
    path("sign-out", sign_out_form, name="sign-out"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *page_routes,
    # By name, so that it is loaded with the first call, and a node without programs stays small.
    URLResolver(RoutePattern("api/v1/"), "servanda.interfaces.api.urls"),
]
handler404 = "servanda.interfaces.web.pages.door.not_found"
