// What the operator is told of visits: a failure when it starts, when it changes and when it ends;
// the failures of the first round folded into one line, so that a start without the internet fits
// on a screen. Main thread.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/time.h"
#include "runtime/wish.h"

namespace runtime {

class Report final {
 public:
  explicit Report(base::Log& log) : log_(log) {}

  void visit(const VisitDone& visit);

  /// The first round is over, or has taken long enough: tells what of it failed. Later calls do
  /// nothing.
  void fold(base::TimePoint now);
  [[nodiscard]] bool folded() const { return folded_; }

  /// What failed so far, a line each, for --once: the feeds by id, at most a thousand.
  [[nodiscard]] const std::map<std::string, std::string>& failures() const { return failures_; }

 private:
  void stored_again();

  base::Log& log_;
  bool folded_ = false;
  bool store_fails_ = false;
  std::size_t visited_ = 0;
  base::TimePoint next_try_ = base::TimePoint::max();
  std::map<std::string, std::set<std::string>> first_failures_;  ///< feeds by what is wrong
  std::map<std::string, std::string> failures_;
};

}  // namespace runtime
