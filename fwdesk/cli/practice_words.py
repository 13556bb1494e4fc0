"""What `fwdesk practice --help` says. The service itself is not imported for it, only the list of its profiles."""

from fwdesk.practice.profiles import QUIRKS

_WIDE = max(len(name) for name in QUIRKS) + 2
_PROFILES = "\n".join(f"  {name:{_WIDE}}{quirk.words} [{quirk.source}]" for name, quirk in QUIRKS.items())

PRACTICE_TEXT = f"""\
Serves a FinerWorks-compatible service on 127.0.0.1 until Ctrl+C. Its URL is the first line it prints; give it to
`fwdesk --service URL` or to any other client. Everything it offers with an id from 9000 up is invented.

keys (web_api_key, app_key):
  any two different keys shaped like GUIDs   an account in test mode, until update_app_details makes it live
  11fe0000-0a11-4000-8000-000000000001       this pair plays an app in live mode; its orders count
  11fe0000-0a11-4000-8000-000000000002       as real inside the practice service, and nowhere else
  bad00000-dead-4000-8000-000000000001       this pair is always refused
  bad00000-dead-4000-8000-000000000002

profiles: how the service behaves, so that a client can meet every quirk that was reported or is feared. Several are
joined with +; a number may follow slow:2, late_status:60, failing:5 and flaky:3, a name picture_name:thumbnail. In
brackets is the line of the API reference that a profile comes from.
{_PROFILES}"""
