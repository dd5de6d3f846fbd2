// `newswatch parse`: shows what a feed document says, as the daemon would read it.
#pragma once

#include <string>

namespace cli {

struct ParseOptions {
  std::string file;              ///< "-" or empty: standard input
  std::string content_type;      ///< as HTTP would say it
  std::string url;               ///< the document came from here
  std::string content_location;  ///< --base
  bool json = false;
  bool json_lines = false;  ///< many documents: one request and one answer a line
};

/// The exit code: 0, 2 if the file cannot be read, 3 if what is in it is no feed.
[[nodiscard]] int parse_command(const ParseOptions& options);

}  // namespace cli
