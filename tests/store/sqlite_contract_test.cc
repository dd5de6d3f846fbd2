#include "contract/store_contract.h"
#include "store/open.h"
#include "support/temp_dir.h"

namespace contract {
namespace {

class SqliteWorld final : public StoreWorld {
 public:
  SqliteWorld() : ownership_(store::Ownership::take(file()).value()) {}

  std::unique_ptr<store::Writer> open_writer() override {
    return store::open_writer(file(), ownership_).value();
  }
  std::unique_ptr<store::Reader> open_reader() override {
    return store::open_reader(file()).value();
  }

 private:
  [[nodiscard]] std::filesystem::path file() const { return folder_ / "newswatch.db"; }

  support::TempDir folder_;
  store::Ownership ownership_;
};

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, testing::Values([] {
                           return std::make_unique<SqliteWorld>();
                         }));

}  // namespace
}  // namespace contract
