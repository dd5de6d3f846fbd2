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
  std::string query;                  ///< --query, in place of keywords
  std::vector<std::string> except;    ///< --except, any number, beside keywords or a query
  std::vector<std::string> in;        ///< --in, field names, also several with commas
  std::string config;                 ///< --config, where there are no keywords and no query
  std::string watch;                  ///< --watch: only this one of the configuration
  bool json = false;
  std::string cases;  ///< --cases: a file of cases, or "-"; nothing else is looked at then
};

/// The exit code: 0 whether or not something was found, which the answer says; 1 if the
/// configuration is wrong, 2 if the options are or the file cannot be read, 3 if a feed document is
/// none.
[[nodiscard]] int match_command(const MatchOptions& options, const Terminal& terminal);

/// Answers each case of a file ("-": standard input), one JSON object a line: what a watch would
/// find in the item given with it.
[[nodiscard]] int match_cases(const std::string& file, const Terminal& terminal);

}  // namespace cli
