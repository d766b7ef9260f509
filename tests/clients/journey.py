"""What a person does with an app, done with Mastodon.py. Prints one line for each step that held."""

import os
import queue
import struct
import tempfile
import time
import zlib
from datetime import datetime, timedelta, timezone

from mastodon import Mastodon, MastodonNotFoundError, MastodonUnauthorizedError, StreamListener

URL = os.environ["HOWDAH_URL"]
CREATED = "created"


def client(token):
    # "created" makes the library read the server's version and refuse what that version lacks, as apps do.
    return Mastodon(access_token=token, api_base_url=URL, version_check_mode=CREATED, ratelimit_method="throw")


def held(what):
    print(f"ok {what}", flush=True)


def picture(width=96, height=64):
    rows = b"".join(
        b"\0" + b"".join(bytes((255 * x // width, 255 * y // height, 120)) for x in range(width)) for y in range(height)
    )

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Listener(StreamListener):
    def __init__(self):
        self.events = queue.Queue()

    def on_update(self, status):
        self.events.put(("update", status))

    def on_notification(self, notification):
        self.events.put(("notification", notification))

    def on_delete(self, status_id):
        self.events.put(("delete", status_id))

    def wait(self, kind, seconds=10):
        end = time.monotonic() + seconds
        while True:
            found, value = self.events.get(timeout=max(0.01, end - time.monotonic()))
            if found == kind:
                return value


ada = client(os.environ["HOWDAH_ADA"])
bob = client(os.environ["HOWDAH_BOB"])


def app_and_instance():
    client_id, secret = Mastodon.create_app(
        "journey", scopes=["read", "write"], redirect_uris="urn:ietf:wg:oauth:2.0:oob", api_base_url=URL
    )
    assert client_id and secret
    held("an app registers itself")

    app = Mastodon(client_id=client_id, client_secret=secret, api_base_url=URL)
    address = app.auth_request_url(scopes=["read", "write"], allow_http=True)
    assert "/oauth/authorize" in address and client_id in address, address
    held("the sign-in address is known")

    v1, v2 = ada.instance_v1(), ada.instance_v2()
    assert v1.title == v2.title == "Test"
    assert v2.configuration.statuses.max_characters >= 500
    assert v2.configuration.media_attachments.supported_mime_types
    held("instance, versions 1 and 2")

    assert ada.preferences()["posting:default:visibility"] == "public"
    assert ada.custom_emojis() == []
    held("preferences and custom emoji")


def profile():
    me = ada.account_verify_credentials()
    assert me.username == "ada" and me.acct == "ada"
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(picture(200, 200))
        file.flush()
        me = ada.account_update_credentials(
            display_name="Ada L.", note="I count.", avatar=file.name, fields=[("Pronouns", "she/her")]
        )
    assert me.display_name == "Ada L." and "I count." in me.note
    assert "missing" not in me.avatar, me.avatar
    assert me.fields[0].name == "Pronouns"
    held("name, note, fields and avatar")
    return me


def posts(me):
    media = ada.media_post(picture(), "image/png", description="A gradient", focus=(0.2, -0.3), synchronous=True)
    assert media.type == "image" and media.description == "A gradient" and media.blurhash
    assert media.meta.original.width == 96 and media.meta.original.height == 64
    held("a picture with alt text and focus")

    status = ada.status_post(
        "Hello from #python", media_ids=[media], spoiler_text="a test", visibility="public", language="en"
    )
    assert status.media_attachments[0].id == media.id
    assert status.spoiler_text == "a test" and status.language == "en" and status.tags[0].name == "python"
    held("a post with picture, content warning and language")

    once = ada.status_post("only once", idempotency_key="same")
    assert ada.status_post("only once", idempotency_key="same").id == once.id
    held("an idempotency key posts once")

    for visibility in ("unlisted", "private", "direct"):
        text = f"@bob for {visibility}" if visibility == "direct" else f"for {visibility}"
        assert ada.status_post(text, visibility=visibility).visibility == visibility
    held("all four visibilities")
    return status


def conversation(status):
    reply = bob.status_post("@ada hello back", in_reply_to_id=status)
    context = ada.status_context(status)
    assert [s.id for s in context.descendants] == [reply.id]
    assert [s.id for s in bob.status_context(reply).ancestors] == [status.id]
    held("reply and thread")

    assert bob.status_favourite(status).favourited and bob.favourites()[0].id == status.id
    assert bob.status_bookmark(status).bookmarked and bob.bookmarks()[0].id == status.id
    assert bob.status_reblog(status).reblog.id == status.id
    seen = ada.status(status)
    assert seen.favourites_count == 1 and seen.reblogs_count == 1 and seen.replies_count == 1
    assert ada.status_favourited_by(status)[0].acct == "bob"
    assert ada.status_reblogged_by(status)[0].acct == "bob"
    held("favourite, bookmark, boost")

    kinds = {n.type for n in ada.notifications()}
    assert {"mention", "favourite", "reblog"} <= kinds, kinds
    assert {n.type for n in ada.notifications(types=["favourite"])} == {"favourite"}
    held("notifications, and by type")

    assert not bob.status_unfavourite(status).favourited
    assert not bob.status_unbookmark(status).bookmarked
    bob.status_unreblog(status)
    assert ada.status(status).reblogs_count == 0
    held("and all three undone")


def asking():
    poll = ada.make_poll(["tea", "coffee"], 300, multiple=True, hide_totals=True)
    status = ada.status_post("What to drink?", poll=poll)
    asked = bob.poll_vote(status.poll, [0, 1])
    assert asked.voted and asked.own_votes == [0, 1] and asked.voters_count == 1
    assert asked.options[0].votes_count is None and not bob.poll(status.poll).expired
    assert ada.status_delete(status).poll.multiple
    held("a poll, and votes in it")


def second_thoughts():
    media = ada.media_post(picture(), "image/png", synchronous=True)
    status = ada.status_post("Frist", media_ids=[media])
    bob.status_reblog(status)
    changed = ada.generate_media_edit_attributes(media, description="A gradient")
    edited = ada.status_update(status, "First", spoiler_text="typo", media_attributes=[changed])
    assert edited.edited_at and edited.spoiler_text == "typo" and edited.media_attachments[0].description == "A gradient"
    versions = bob.status_history(status)
    assert [v.content for v in versions] == ["<p>Frist</p>", "<p>First</p>"]
    assert ada.status_source(status).text == "First"
    end = time.monotonic() + 10
    while not bob.notifications(types=["update"]):
        assert time.monotonic() < end, "nobody told bob"
        time.sleep(0.05)
    ada.status_delete(status)
    held("an edited post, its history, and news for whoever boosted it")


def planning():
    at = datetime.now(timezone.utc) + timedelta(hours=1)
    waiting = ada.status_post("Later", scheduled_at=at, visibility="unlisted", poll=ada.make_poll(["a", "b"], 300))
    assert waiting.params.text == "Later" and waiting.params.visibility == "unlisted"
    moved = ada.scheduled_status_update(waiting, at + timedelta(hours=1))
    assert moved.scheduled_at > waiting.scheduled_at and ada.scheduled_status(waiting).id == waiting.id
    assert [s.id for s in ada.scheduled_statuses()] == [waiting.id]
    ada.scheduled_status_delete(waiting)
    assert ada.scheduled_statuses() == []
    held("a post planned, moved and called off")


def people(me):
    other = bob.account_verify_credentials()
    assert bob.account_follow(me).following
    assert bob.account_relationships(me)[0].following
    assert ada.account_followers(me)[0].id == other.id and bob.account_following(other)[0].id == me.id
    assert ada.notifications(types=["follow"])[0].account.acct == "bob"
    held("follow")

    assert bob.account_lookup("ada").id == me.id
    assert bob.account_search("ad")[0].acct == "ada"
    held("looking people up")


def timelines(me):
    newest = ada.status_post("the newest #python")
    for name in ("home", "public", "local"):
        assert bob.timeline(name)[0].id == newest.id, name
    assert bob.timeline_hashtag("python")[0].id == newest.id
    assert bob.account_statuses(me, limit=1)[0].id == newest.id
    held("home, public, local and hashtag timelines")

    first = bob.timeline_home(limit=2)
    rest = bob.fetch_next(first)
    assert rest and not {s.id for s in first} & {s.id for s in rest}
    held("the next page")

    ada.markers_set(["home"], [newest.id])
    assert str(ada.markers_get(["home"])["home"].last_read_id) == str(newest.id)
    held("markers")


def streams():
    assert bob.stream_healthy()
    listener, public = Listener(), Listener()
    handles = [bob.stream_user(listener, run_async=True), bob.stream_local(public, run_async=True)]
    time.sleep(0.5)
    status = ada.status_post("@bob live")
    assert listener.wait("update").id == status.id
    assert public.wait("update").id == status.id
    held("a post arrives live")
    ada.status_favourite(bob.status_post("for a star"))
    assert listener.wait("notification").type in ("mention", "favourite")
    held("a notification arrives live")
    ada.status_delete(status)
    assert str(listener.wait("delete")) == str(status.id)
    held("a deletion arrives live")
    for handle in handles:
        handle.close()
    try:
        ada.status(status)
        raise AssertionError("a deleted post is still there")
    except MastodonNotFoundError:
        held("a deleted post is gone")


def refusals():
    try:
        Mastodon(access_token="nonsense", api_base_url=URL).account_verify_credentials()
        raise AssertionError("a wrong token was taken")
    except MastodonUnauthorizedError:
        held("a wrong token is refused")


app_and_instance()
me = profile()
status = posts(me)
conversation(status)
asking()
second_thoughts()
planning()
people(me)
timelines(me)
streams()
refusals()
