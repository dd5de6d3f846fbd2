// What every kind of store must do, whatever it is made of. A kind instantiates the suite with a
// world.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "store/store.h"

namespace contract {

/// One empty store. Opening the writer again stands for the daemon's restart.
class StoreWorld {
 public:
  StoreWorld() = default;
  StoreWorld(const StoreWorld&) = delete;
  StoreWorld& operator=(const StoreWorld&) = delete;
  StoreWorld(StoreWorld&&) = delete;
  StoreWorld& operator=(StoreWorld&&) = delete;
  virtual ~StoreWorld() = default;
  [[nodiscard]] virtual std::unique_ptr<store::Writer> open_writer() = 0;
  [[nodiscard]] virtual std::unique_ptr<store::Reader> open_reader() = 0;
};

using MakeWorld = std::function<std::unique_ptr<StoreWorld>()>;

class StoreContract : public testing::TestWithParam<MakeWorld> {
 protected:
  StoreContract();

  void restart();
  std::vector<base::FeedId> configure(const std::vector<std::string>& feeds);
  model::FeedState lease(const std::string& feed);
  bool commit(const store::Batch& batch);
  /// Adds one pending delivery to the channel.
  void post(const std::string& name, const std::string& channel, const std::string& recipient = "");
  std::vector<store::Claim> claim(const std::string& channel, std::size_t most = 16);
  bool settle(const store::Claim& claim, model::Delivery::State state);
  model::Delivery delivery(const std::string& name);

  [[nodiscard]] store::Writer& writer() { return *writer_; }
  [[nodiscard]] store::Reader& reader() { return *reader_; }

  base::TimePoint now_;

 private:
  std::unique_ptr<StoreWorld> world_;
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<store::Reader> reader_;
};

}  // namespace contract
