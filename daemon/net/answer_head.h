// The head of one HTTP answer, gathered line by line as libcurl reports it. Pure; private to this
// room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "net/caching.h"

namespace net {

struct AnswerHead {
  int status = 0;
  std::string etag;  ///< these two as they came, or empty where they may not be stored
  std::string last_modified;
  std::string location;
  std::string content_type;
  std::string content_location;
  std::string cf_mitigated;  ///< "challenge" where a gatekeeper answers for the server
  std::size_t content_length = 0;
  TimeHeaders times;
  std::size_t lines = 0;  ///< of this answer and those before it (1xx), trailers included
  bool complete = false;  ///< the empty line was read

  /// Takes one line with its end. False once there are more than net::max_headers.
  [[nodiscard]] bool take(std::string_view line);

 private:
  void begin(std::string_view status_line);
  void keep(std::string_view name, std::string_view value);
};

/// The value if it may be stored and echoed, else empty: at most net::max_validator bytes, none of
/// them a control.
[[nodiscard]] std::string_view fit_validator(std::string_view value);

}  // namespace net
