package handbook.core.orm;

import java.time.OffsetDateTime;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;

/// The columns of the table `purchase`.
@MappedSuperclass
abstract class PurchaseColumns {
    @Id
    long id;
    String customer = "";
    String status = "";
    String email = "";
    String phone = "";
    String street = "";
    String zip = "";
    String city = "";
    String country = "";
    String note = "";
    OffsetDateTime placed = OffsetDateTime.now();
    @Version
    int version;
}
