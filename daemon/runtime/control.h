// What the API may ask, done: the store's part through the door, the rest as wishes to the main
// thread. Called on the API's thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>

#include "api/control.h"
#include "base/snapshot.h"
#include "base/time.h"
#include "runtime/plan.h"
#include "runtime/store_door.h"
#include "runtime/wish.h"

namespace runtime {

struct ControlParts {
  StoreDoor& door;
  Wishes& wishes;
  const base::Snapshot<Plan>& plan;
  const base::Snapshot<api::DaemonStatus>& status;
  const std::atomic<std::size_t>& visits_in_hand;
  const base::Clock& clock;
};

class Control final : public api::Control {
 public:
  explicit Control(ControlParts parts) : parts_(parts) {}

  [[nodiscard]] api::DaemonStatus status() override;
  [[nodiscard]] base::Status reload() override;
  [[nodiscard]] base::Result<std::size_t> refresh(std::string_view feed_id) override;
  [[nodiscard]] base::Result<std::vector<std::string>> test_channel(std::string_view name) override;
  [[nodiscard]] base::Status retry(std::string_view idem_key) override;
  [[nodiscard]] base::Status discard(std::string_view idem_key) override;
  [[nodiscard]] base::Status backup(const std::filesystem::path& file) override;
  [[nodiscard]] base::Result<std::vector<store::Claim>> claim_for_agent(
      std::string_view user) override;
  [[nodiscard]] base::Status settle_for_agent(std::string_view user,
                                              std::string_view idem_key,
                                              bool shown,
                                              std::string_view error) override;

 private:
  [[nodiscard]] std::vector<std::string> agent_channels() const;

  const ControlParts parts_;
};

}  // namespace runtime
