// `newswatch match`: what watches would find in a text or a feed document. Needs no daemon.
#pragma once

#include <string>
#include <vector>

#include "cli/common.h"

namespace cli {

/// Keywords given here, or else the watches of the configuration.
struct MatchOptions {
  std::string file;                   ///< "-" or empty: standard input
  bool feed = false;                  ///< a feed document; otherwise plain text, one item
  std::vector<std::string> keywords;  ///< --keyword, any number
  std::vector<std::string> except;    ///< --except, any number, beside keywords
  std::vector<std::string> in;        ///< --in, field names, also several with commas
  std::string config;                 ///< --config, where there are no keywords
  std::string watch;                  ///< --watch: only this one of the configuration
  bool json = false;
};

/// The exit code: 0 whether or not something was found, which the answer says; 1 if the
/// configuration is wrong, 2 if the options are or the file cannot be read, 3 if a feed document is
/// none.
[[nodiscard]] int match_command(const MatchOptions& options, const Terminal& terminal);

}  // namespace cli
