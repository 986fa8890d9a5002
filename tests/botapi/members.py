"""Who is what in a group: the Bot API's ChatMember objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

ADMINISTRATOR_RIGHTS = {
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": False,
    "can_restrict_members": False,
    "can_promote_members": False,
    "can_change_info": False,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_pin_messages": True,
    "can_manage_topics": False,
}
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
PRESENT = frozenset({"creator", "administrator", "member", "restricted"})


@dataclass(slots=True)
class Member:
    """One user's standing in one chat."""

    user: Json
    status: str = "left"
    anonymous: bool = False
    rights: dict[str, bool] = field(default_factory=dict)

    @property
    def is_present(self) -> bool:
        return self.status in PRESENT

    @property
    def is_administrator(self) -> bool:
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        """Whether a right such as can_send_polls is given."""
        if self.status == "restricted":
            return self.rights.get(right, True)
        if self.status == "administrator":
            return self.rights.get(right, ADMINISTRATOR_RIGHTS.get(right, True))
        return self.is_present

    def payload(self) -> Json:
        """The ChatMember object of the status."""
        found: Json = {"status": self.status, "user": self.user}
        if self.status == "creator":
            found["is_anonymous"] = self.anonymous
        elif self.status == "administrator":
            found.update(ADMINISTRATOR_RIGHTS, can_be_edited=False, is_anonymous=self.anonymous)
            found.update(self.rights)
        elif self.status == "restricted":
            found.update({right: self.rights.get(right, True) for right in PERMISSIONS})
            found.update(is_member=True, until_date=0)
        elif self.status == "kicked":
            found["until_date"] = 0
        return found


class Membership:
    """The members of one chat by user id."""

    def __init__(self) -> None:
        self._members: dict[int, Member] = {}

    def of(self, user_id: int) -> Member | None:
        return self._members.get(user_id)

    def put(self, user: Json, status: str, rights: dict[str, bool] | None = None) -> Member:
        """Give a user a status and rights; an earlier standing is replaced."""
        before = self._members.get(user["id"])
        member = Member(user, status, before.anonymous if before else False, rights or {})
        self._members[user["id"]] = member
        return member

    def present(self) -> list[Member]:
        return [member for member in self._members.values() if member.is_present]

    def is_present(self, user_id: int) -> bool:
        member = self._members.get(user_id)
        return member is not None and member.is_present
