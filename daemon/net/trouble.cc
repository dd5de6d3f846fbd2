#include "net/trouble.h"

#include <array>
#include <string_view>
#include <system_error>

#include "base/text.h"

namespace net {
namespace {

using Kind = model::Trouble::Kind;

std::string_view reason_phrase(int status) {
  struct Known {
    int status;
    std::string_view phrase;
  };
  constexpr std::array<Known, 22> known{{
      {204, "No Content"},
      {206, "Partial Content"},
      {300, "Multiple Choices"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {402, "Payment Required"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {410, "Gone"},
      {421, "Misdirected Request"},
      {429, "Too Many Requests"},
      {451, "Unavailable For Legal Reasons"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
      {511, "Network Authentication Required"},
      {520, "Unknown Error"},
  }};
  for (const Known& each : known) {
    if (each.status == status) {
      return each.phrase;
    }
  }
  return "";
}

std::string_view advice_on(const AnswerHead& head) {
  if (base::equal_ignoring_case(head.cf_mitigated, "challenge")) {
    return ": a gatekeeper asks for a browser (bot wall)";
  }
  switch (head.status) {
    case 304:
      return ": \"not modified\", though nothing was asked that allows it";
    case 401:
      return ": the feed wants a user and password or a token, or refuses those it was given";
    case 511:
      return ": this network wants a sign-in first";
    default:
      return "";
  }
}

model::Trouble make(Kind kind, const std::string& message) {
  return {kind, 0, base::printable(message)};
}

std::string with_detail(const std::string& message, const std::string& detail) {
  return detail.empty() ? message : message + ": " + detail;
}

model::Trouble trouble_of_time(const Failure& failure, const TimeLimits& limits) {
  if (failure.past_deadline) {
    return make(Kind::timeout, "the visit took longer than " + show_span(limits.total));
  }
  if (!failure.connected) {
    return make(Kind::timeout, "no connection within " + show_span(limits.connect));
  }
  return make(Kind::timeout,
              "the answer came slower than " + std::to_string(slow_bytes) + " bytes a second for " +
                  show_span(limits.slow));
}

model::Trouble trouble_of_connection(const Failure& failure, const base::Url& url) {
  const std::string where = url.host() + ":" + std::to_string(url.port());
  const std::string why =
      failure.system_error == 0
          ? failure.detail
          : std::error_code(static_cast<int>(failure.system_error), std::generic_category())
                .message();
  return make(Kind::connect, with_detail("cannot connect to " + where, why));
}

bool is_tls(CURLcode code) {
  constexpr std::array<CURLcode, 10> codes{CURLE_SSL_CONNECT_ERROR,
                                           CURLE_PEER_FAILED_VERIFICATION,
                                           CURLE_SSL_CACERT_BADFILE,
                                           CURLE_SSL_CERTPROBLEM,
                                           CURLE_SSL_CIPHER,
                                           CURLE_SSL_ISSUER_ERROR,
                                           CURLE_SSL_CRL_BADFILE,
                                           CURLE_SSL_INVALIDCERTSTATUS,
                                           CURLE_SSL_PINNEDPUBKEYNOTMATCH,
                                           CURLE_SSL_ENGINE_NOTFOUND};
  for (const CURLcode each : codes) {
    if (each == code) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string show_span(std::chrono::milliseconds span) {
  const auto count = span.count();
  return count % 1000 == 0 ? std::to_string(count / 1000) + " s" : std::to_string(count) + " ms";
}

model::Trouble trouble_of_status(const AnswerHead& head) {
  model::Trouble trouble;
  trouble.status = head.status;
  switch (head.status) {
    case 410:
      trouble.kind = Kind::gone;
      break;
    case 429:
    case 503:
      trouble.kind = Kind::throttled;
      break;
    default:
      trouble.kind = Kind::http_status;
      break;
  }
  trouble.message = "the server answered " + std::to_string(head.status);
  if (const std::string_view phrase = reason_phrase(head.status); !phrase.empty()) {
    trouble.message += " (" + std::string(phrase) + ")";
  }
  trouble.message += advice_on(head);
  return trouble;
}

model::Trouble trouble_of_failure(const Failure& failure,
                                  const base::Url& url,
                                  const TimeLimits& limits) {
  if (is_tls(failure.code)) {
    return make(Kind::tls, with_detail("no secure connection to " + url.host(), failure.detail));
  }
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return make(Kind::dns, "the name " + url.host() + " has no address, or no resolver answers");
    case CURLE_COULDNT_RESOLVE_PROXY:
      return make(Kind::dns, with_detail("the proxy has no address", failure.detail));
    case CURLE_OPERATION_TIMEDOUT:
      return trouble_of_time(failure, limits);
    case CURLE_COULDNT_CONNECT:
      return trouble_of_connection(failure, url);
    case CURLE_PARTIAL_FILE:
      return make(Kind::connect, with_detail("the answer ended early", failure.detail));
    case CURLE_GOT_NOTHING:
      return make(Kind::connect, "the server closed the connection without an answer");
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WRITE_ERROR:
      return make(Kind::connect, with_detail("the compressed answer is damaged", failure.detail));
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return make(Kind::http_status, with_detail("the answer is not HTTP", failure.detail));
    case CURLE_OUT_OF_MEMORY:
      return make(Kind::too_large, "a header of the answer is too large");
    case CURLE_URL_MALFORMAT:
    case CURLE_BAD_FUNCTION_ARGUMENT:
      return make(Kind::refused, "the address cannot be asked: " + url.display());
    default:
      break;
  }
  if (!failure.head_complete && failure.detail.find("large") != std::string::npos) {
    return make(Kind::too_large, "the headers of the answer are too large");
  }
  return make(
      Kind::connect,
      with_detail("the connection failed",
                  failure.detail.empty() ? curl_easy_strerror(failure.code) : failure.detail));
}

}  // namespace net
