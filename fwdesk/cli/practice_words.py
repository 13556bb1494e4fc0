"""What `fwdesk practice --help` says. Text alone: the service itself is not imported for it."""

PRACTICE_TEXT = """\
Serves a FinerWorks-compatible service on 127.0.0.1 until Ctrl+C. Its URL is the first line it prints; give it to
`fwdesk --service URL` or to any other client. Everything it offers with an id from 9000 up is invented.

keys (web_api_key, app_key):
  any two different keys shaped like GUIDs   an account in test mode
  11fe0000-0a11-4000-8000-000000000001       this pair plays an app in live mode; its orders count
  11fe0000-0a11-4000-8000-000000000002       as real inside the practice service, and nowhere else
  bad00000-dead-4000-8000-000000000001       this pair is always refused
  bad00000-dead-4000-8000-000000000002

profiles (several are joined with +; slow and failing take a number, such as slow:2):
  standard              as documented
  v2                    like v2.api.finerworks.com: reference ids, validate_product with HTTP 404
  bare_lists            the read lists come without their envelope
  validate_404          validate_product answers HTTP 404 although every row is valid
  picture_data_uri      the preview picture has a data: prefix
  picture_nested        the preview picture lies in an object of its own
  picture_jpeg          the preview picture is a JPEG
  picture_other_name    the preview picture's field has another name
  no_picture            no preview picture at all
  bad_picture           a preview picture that is cut off
  null_test_orders      a test order is answered with orders: null
  unlisted_test_orders  a test order is confirmed, and then not found
  duplicates_allowed    a reference may be used twice
  token_optional        payment_token may be left out
  slow                  every answer takes 3 seconds
  failing               every third call is answered with an error
  lost_answers          an order is booked, and then the answer is an error
  html_errors           errors come as web pages"""
