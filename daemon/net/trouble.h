// What to tell the user about a visit that failed: from a status, or from libcurl's code. Private
// to this room.
#pragma once

#include <string>

#include <curl/curl.h>

#include "base/url.h"
#include "model/visit.h"
#include "net/answer_head.h"
#include "net/request.h"

namespace net {

/// An answer that is neither a document nor "not modified".
[[nodiscard]] model::Trouble trouble_of_status(const AnswerHead& head);

/// What is known of a transfer that libcurl gave up on.
struct Failure {
  CURLcode code = CURLE_OK;
  std::string detail;     ///< libcurl's own words, may be empty
  long system_error = 0;  ///< errno of the connection, or 0
  bool connected = false;
  bool head_complete = false;
  bool past_deadline = false;  ///< the time for the whole visit is over
};
[[nodiscard]] model::Trouble trouble_of_failure(const Failure& failure,
                                                const base::Url& url,
                                                const TimeLimits& limits);

/// "60 s", "500 ms".
[[nodiscard]] std::string show_span(std::chrono::milliseconds span);

}  // namespace net
