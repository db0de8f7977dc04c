"""Addresses of the steering group: its page, its meetings, its motions."""

from django.urls import path

from samkop.governance.pages import (
    meeting_list,
    meeting_minutes,
    meeting_now,
    meetings,
    motions,
    steering_groups,
)

GROUP = "cooperation/groups/<int:steering_group_id>/"
MEETING = "cooperation/meetings/<int:meeting_id>/"
HELD = "cooperation/meetings/<int:held_meeting_id>/minutes/"
ITEM = "cooperation/agenda/<int:agenda_item_id>/"
MOTION = "cooperation/motions/<int:motion_id>/"

urlpatterns = [
    path("cooperation/regions/<int:region_id>/group/", steering_groups.establishing,
         name="establish-steering-group"),
    path("cooperation/regions/<int:region_id>/group/send/", steering_groups.establish,
         name="send-steering-group"),
    path(GROUP, steering_groups.steering_group, name="steering-group"),
    path(f"{GROUP}appoint/", steering_groups.appoint_holder, name="appoint"),
    path(f"{GROUP}rules/", steering_groups.adopt, name="adopt-rules"),
    path("cooperation/appointments/<int:seat_holder_id>/end/", steering_groups.end,
         name="end-appointment"),
    path("cooperation/meetings/", meeting_list.meetings, name="meetings"),
    path(f"{GROUP}meetings/add/", meetings.planning, name="plan-meeting"),
    path(f"{GROUP}meetings/send/", meetings.plan, name="send-meeting"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}change/", meetings.changing, name="change-meeting"),
    path(f"{MEETING}change/send/", meetings.change, name="send-change-of-meeting"),
    path(f"{MEETING}call/", meetings.call, name="call-meeting"),
    path(f"{MEETING}cancel/", meetings.cancel, name="cancel-meeting"),
    path(f"{MEETING}items/", meetings.add_item, name="add-agenda-item"),
    path(f"{MEETING}papers/", meetings.add, name="add-agenda-paper"),
    path(f"{MEETING}motions/", meetings.attach, name="attach-motion"),
    path(f"{MEETING}delegate/", meeting_now.delegate, name="delegate-seat"),
    path(f"{MEETING}delegate/back/", meeting_now.undelegate, name="take-back-delegation"),
    path(f"{MEETING}now/", meeting_now.now, name="meeting-now"),
    path(f"{MEETING}now/open/", meeting_now.begin, name="open-meeting"),
    path(f"{MEETING}now/close/", meeting_now.end, name="close-meeting"),
    path(f"{MEETING}now/chair/", meeting_now.chair, name="pass-chair"),
    path(f"{MEETING}now/adjusters/", meeting_now.adjusters, name="choose-adjusters"),
    path(f"{MEETING}now/come/<int:seat_holder_id>/", meeting_now.come, name="come-to-meeting"),
    path(f"{MEETING}now/leave/<int:steering_seat_id>/", meeting_now.go, name="leave-meeting"),
    path(f"{HELD}", meeting_minutes.minutes, name="minutes"),
    path(f"{HELD}pdf/", meeting_minutes.printed, name="minutes-pdf"),
    path(f"{HELD}write/", meeting_minutes.write, name="write-minutes"),
    path(f"{HELD}<int:minutes_version>/approve/", meeting_minutes.approve,
         name="approve-minutes"),
    path(ITEM, meetings.item, name="agenda-item"),
    path(f"{ITEM}send/", meetings.change_item, name="send-agenda-item"),
    path(f"{ITEM}remove/", meetings.remove_item, name="remove-agenda-item"),
    path(f"{ITEM}vote/", meeting_now.put_late, name="put-late-item"),
    path("cooperation/papers/<int:agenda_paper_id>/", meetings.paper, name="agenda-paper"),
    path("cooperation/motions/", meeting_list.motions, name="motions"),
    path(f"{GROUP}motions/add/", motions.proposing, name="propose-motion"),
    path(f"{GROUP}motions/send/", motions.propose, name="send-motion"),
    path(MOTION, motions.motion, name="motion"),
    path(f"{MOTION}withdraw/", motions.withdraw, name="withdraw-motion"),
    path(f"{MOTION}amend/", motions.amend, name="move-amendment"),
    path(f"{MOTION}dissent/", motions.dissent, name="record-dissent"),
    path(f"{MOTION}vote/", meeting_now.put, name="put-to-vote"),
    path("cooperation/amendments/<int:amendment_id>/last/", motions.order,
         name="order-amendment"),
    path("cooperation/votes/<int:vote_id>/close/", meeting_now.count, name="close-vote"),
    path("cooperation/votes/<int:vote_id>/<int:steering_seat_id>/<slug:choice>/",
         meeting_now.cast, name="cast-ballot"),
]  # fmt: skip
