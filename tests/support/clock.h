// A clock that stands until it is advanced.
#pragma once

#include "base/time.h"

namespace support {

class FakeClock final : public base::Clock {
 public:
  explicit FakeClock(base::TimePoint start) : now_(start) {}

  [[nodiscard]] base::TimePoint now() const override { return now_; }
  [[nodiscard]] base::SteadyPoint steady() const override { return steady_; }

  void advance(base::Seconds by) {
    now_ += by;
    steady_ += by;
  }

 private:
  base::TimePoint now_;
  base::SteadyPoint steady_{};
};

}  // namespace support
